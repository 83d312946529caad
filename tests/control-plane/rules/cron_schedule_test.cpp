// Schedules as robfig/cron v3 reads them, which is what Kubernetes' messages show.
#include "control-plane/rules/cron_schedule.h"

#include "control-plane/codec/time_text.h"
#include "control-plane/rules/go_duration.h"
#include "control-plane/rules/time_zones.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

std::string fault_of(const std::string& text) {
  std::string fault;
  CronSchedule::parse(text, fault);
  return fault;
}

std::string next(const std::string& text, const std::string& after, const char* zone = "UTC") {
  std::string fault;
  const CronSchedule schedule = CronSchedule::parse(text, fault);
  REQUIRE(fault == "");
  const TimePoint at = schedule.next_after(*parse_time(after), *TimeZone::find(zone));
  return at == kForever ? "never" : format_time(at);
}

// The times after `from`, joined, each without its date if it is the first one's.
std::string times(const std::string& text, std::string from, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    from = next(text, from);
    out += (i == 0 ? "" : " ") + from.substr(5, 11);
  }
  return out;
}

}  // namespace

TEST_CASE("Lists, ranges and steps of minutes and hours") {
  CHECK(times("*/20 * * * *", "2025-01-01T00:05:00Z", 3) == "01-01T00:20 01-01T00:40 01-01T01:00");
  CHECK(times("5,10-12 3 * * *", "2025-01-01T03:05:00Z", 4) ==
        "01-01T03:10 01-01T03:11 01-01T03:12 01-02T03:05");
  CHECK(times("50/5 * * * *", "2025-01-01T00:00:00Z", 3) == "01-01T00:50 01-01T00:55 01-01T01:50");
  CHECK(times("0 8-18/5 * * *", "2025-01-01T00:00:00Z", 4) ==
        "01-01T08:00 01-01T13:00 01-01T18:00 01-02T08:00");
  CHECK(times("59 23 31 12 *", "2025-01-01T00:00:00Z", 2) == "12-31T23:59 12-31T23:59");
}

TEST_CASE("An interval that goes beyond all time has no next time") {
  std::string fault;
  const CronSchedule schedule = CronSchedule::parse("@every 1234613h", fault);
  REQUIRE(fault.empty());
  CHECK(schedule.next_after(TimePoint{} + 24h * 80000) == kForever);
}

TEST_CASE("The next time is later than the one asked about, and a whole minute") {
  CHECK(next("* * * * *", "2025-01-01T00:00:00Z") == "2025-01-01T00:01:00Z");
  CHECK(next("* * * * *", "2025-01-01T00:00:59.9Z") == "2025-01-01T00:01:00Z");
  CHECK(next("0 0 1 1 *", "2025-01-01T00:00:00Z") == "2026-01-01T00:00:00Z");
  CHECK(next("0 0 1 1 *", "2024-12-31T23:59:59Z") == "2025-01-01T00:00:00Z");
}

TEST_CASE("Months and weekdays have names, in any case; Sunday is 0") {
  CHECK(next("0 0 * FEB-apr mon", "2025-01-01T00:00:00Z") == "2025-02-03T00:00:00Z");
  CHECK(next("0 0 * * Sun", "2025-01-01T00:00:00Z") == next("0 0 * * 0", "2025-01-01T00:00:00Z"));
  CHECK(next("0 0 * * 0", "2025-01-01T00:00:00Z") == "2025-01-05T00:00:00Z");
}

TEST_CASE("If both days are restricted either fits; a star restricts nothing, a star in steps does") {
  CHECK(times("0 0 10 * fri", "2025-01-01T00:00:00Z", 3) == "01-03T00:00 01-10T00:00 01-17T00:00");
  CHECK(times("0 0 8 * fri", "2025-01-04T00:00:00Z", 2) == "01-08T00:00 01-10T00:00");
  CHECK(times("0 0 10 * ?", "2025-01-01T00:00:00Z", 2) == "01-10T00:00 02-10T00:00");
  CHECK(times("0 0 */10 * sat", "2025-01-01T00:00:00Z", 3) == "01-04T00:00 01-11T00:00 01-18T00:00");
}

TEST_CASE("Leap days come, impossible days never do") {
  CHECK(next("0 12 29 2 *", "2025-01-01T00:00:00Z") == "2028-02-29T12:00:00Z");
  CHECK(next("0 0 30 2 *", "2025-01-01T00:00:00Z") == "never");
}

TEST_CASE("Words stand for common schedules") {
  const std::string at = "2025-01-01T10:30:15Z";
  CHECK(next("@hourly", at) == "2025-01-01T11:00:00Z");
  CHECK(next("@daily", at) == "2025-01-02T00:00:00Z");
  CHECK(next("@midnight", at) == next("@daily", at));
  CHECK(next("@weekly", at) == "2025-01-05T00:00:00Z");
  CHECK(next("@monthly", at) == "2025-02-01T00:00:00Z");
  CHECK(next("@yearly", at) == "2026-01-01T00:00:00Z");
  CHECK(next("@annually", at) == next("@yearly", at));
}

TEST_CASE("@every counts from the last time, in whole seconds and at least one") {
  CHECK(next("@every 1h30m", "2025-01-01T10:30:15.7Z") == "2025-01-01T12:00:15Z");
  CHECK(next("@every 1.9s", "2025-01-01T00:00:00Z") == "2025-01-01T00:00:01Z");
  CHECK(next("@every 1ms", "2025-01-01T00:00:00Z") == "2025-01-01T00:00:01Z");
}

TEST_CASE("What is wrong with a schedule is said in the library's words") {
  CHECK(fault_of("") == "empty spec string");
  CHECK(fault_of("x") == "expected exactly 5 fields, found 1: [x]");
  CHECK(fault_of("* *  * * * *") == "expected exactly 5 fields, found 6: [* * * * * *]");
  CHECK(fault_of("60 * * * *") == "end of range (60) above maximum (59): 60");
  CHECK(fault_of("* * 0 * *") == "beginning of range (0) below minimum (1): 0");
  CHECK(fault_of("* * * * 7") == "end of range (7) above maximum (6): 7");
  CHECK(fault_of("30-10 * * * *") == "beginning of range (30) beyond end of range (10): 30-10");
  CHECK(fault_of("*/0 * * * *") == "step of range should be a positive number: */0");
  CHECK(fault_of("1-2-3 * * * *") == "too many hyphens: 1-2-3");
  CHECK(fault_of("1/2/3 * * * *") == "too many slashes: 1/2/3");
  CHECK(fault_of("a * * * *") == "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax");
  CHECK(fault_of("-1 * * * *") == "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax");
  CHECK(fault_of("@often") == "unrecognized descriptor: @often");
  CHECK(fault_of("@every soon") == "failed to parse duration @every soon: time: invalid duration \"soon\"");
  CHECK(fault_of("TZ=Mars/Base * * * * *") == "provided bad location Mars/Base: unknown time zone Mars/Base");
  CHECK(fault_of("CRON_TZ=Europe/Paris * * * * *") == "");
}

TEST_CASE("Clocks of zones are ahead of UTC by so much, and changed at the right moment") {
  const auto ahead = [](const char* zone, const char* at) {
    return std::chrono::duration_cast<std::chrono::minutes>(
               TimeZone::find(zone)->period_at(*parse_time(at)).ahead)
        .count();
  };
  CHECK(ahead("UTC", "2025-06-01T00:00:00Z") == 0);
  CHECK(ahead("Europe/Paris", "2025-03-30T00:59:59Z") == 60);
  CHECK(ahead("Europe/Paris", "2025-03-30T01:00:00Z") == 120);
  CHECK(ahead("Europe/Paris", "2025-10-26T00:59:59Z") == 120);
  CHECK(ahead("Europe/Paris", "2025-10-26T01:00:00Z") == 60);
  CHECK(ahead("America/New_York", "2025-03-09T06:59:59Z") == -300);
  CHECK(ahead("America/New_York", "2025-03-09T07:00:00Z") == -240);
  CHECK(ahead("Australia/Sydney", "2025-01-01T00:00:00Z") == 660);
  CHECK(ahead("Australia/Sydney", "2025-07-01T00:00:00Z") == 600);
  CHECK(ahead("Asia/Kathmandu", "2025-07-01T00:00:00Z") == 345);
  CHECK(ahead("Europe/Dublin", "2025-01-01T00:00:00Z") == 0);
  CHECK(ahead("Europe/Dublin", "2025-07-01T00:00:00Z") == 60);
  CHECK(ahead("America/Nuuk", "2025-03-30T00:59:59Z") == -120);
  CHECK(ahead("America/Nuuk", "2025-03-30T01:00:00Z") == -60);
  CHECK(TimeZone::utc().period_at({}).until == kForever);
  CHECK(format_time(TimeZone::find("Europe/Paris")->period_at(*parse_time("2025-11-01T00:00:00Z")).until) ==
        "2026-03-29T01:00:00Z");
}

TEST_CASE("A schedule follows its zone's clocks") {
  CHECK(next("0 3 * * *", "2025-01-01T00:00:00Z", "Europe/Paris") == "2025-01-01T02:00:00Z");
  CHECK(next("0 3 * * *", "2025-07-01T00:00:00Z", "Europe/Paris") == "2025-07-01T01:00:00Z");
  CHECK(next("0 0 1 * *", "2025-01-15T00:00:00Z", "Asia/Tokyo") == "2025-01-31T15:00:00Z");
  CHECK(next("30 9 * * mon", "2025-01-05T23:00:00Z", "Pacific/Auckland") == "2025-01-12T20:30:00Z");
}

TEST_CASE("A time that the clocks leave out does not come; one that they show twice comes twice") {
  CHECK(next("30 2 * * *", "2025-03-29T12:00:00Z", "Europe/Paris") == "2025-03-31T00:30:00Z");
  CHECK(next("*/30 * * * *", "2025-03-30T00:30:00Z", "Europe/Paris") == "2025-03-30T01:00:00Z");
  CHECK(next("30 2 * * *", "2025-10-25T12:00:00Z", "Europe/Paris") == "2025-10-26T00:30:00Z");
  CHECK(next("30 2 * * *", "2025-10-26T00:30:00Z", "Europe/Paris") == "2025-10-26T01:30:00Z");
  CHECK(next("30 2 * * *", "2025-10-26T01:30:00Z", "Europe/Paris") == "2025-10-27T01:30:00Z");
  CHECK(next("0 0 30 2 *", "2025-01-01T00:00:00Z", "Europe/Paris") == "never");
}

TEST_CASE("Durations are read as Go reads them") {
  const auto read = [](const std::string& text) {
    std::string fault;
    const Duration duration = parse_go_duration(text, fault);
    CHECK(fault == "");
    return duration;
  };
  CHECK(read("1h30m") == 90min);
  CHECK(read("1.5s") == 1500ms);
  CHECK(read("-2m") == -2min);
  CHECK(read(".25ms2us3ns") == 252us + 3ns);
  CHECK(read("0") == 0s);
  const auto fault = [](const std::string& text) {
    std::string what;
    parse_go_duration(text, what);
    return what;
  };
  CHECK(fault("") == "time: invalid duration \"\"");
  CHECK(fault("5") == "time: missing unit in duration \"5\"");
  CHECK(fault("5d") == "time: unknown unit \"d\" in duration \"5d\"");
  CHECK(fault("9999999999h") == "time: invalid duration \"9999999999h\"");
  CHECK(fault("1s.") == "time: invalid duration \"1s.\"");
}

TEST_CASE("Time zones are those of the IANA database, by their exact names") {
  for (const char* zone : {"UTC", "Europe/Paris", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "GB-Eire"})
    CHECK(TimeZone::find(zone));
  for (const char* zone : {"", "europe/paris", "Europe", "Europe/", "/Paris", "Paris", "Europe/Par",
                           "Mars/Base", "Argentina/Cordoba", "Europe/Paris Riga", "Local"})
    CHECK_FALSE(TimeZone::find(zone));
}
