#include "control-plane/codec/time_text.h"

#include "tests/support/catch.h"

using namespace podium;

namespace {

TimePoint at(std::int64_t seconds, std::int64_t nanos = 0) {
  return TimePoint{std::chrono::seconds(seconds) + Duration{nanos}};
}

}  // namespace

TEST_CASE("Times are written in UTC with whole seconds, micro times with six digits") {
  CHECK(format_time(at(0)) == "1970-01-01T00:00:00Z");
  CHECK(format_time(at(1735689600)) == "2025-01-01T00:00:00Z");
  CHECK(format_time(at(1709164800, 999'999'999)) == "2024-02-29T00:00:00Z");
  CHECK(format_micro_time(at(1735689600, 1'500)) == "2025-01-01T00:00:00.000001Z");
  CHECK(format_time(at(-1)) == "1969-12-31T23:59:59Z");
}

TEST_CASE("Times are read with any offset and any fraction") {
  CHECK(parse_time("2025-01-01T00:00:00Z") == at(1735689600));
  CHECK(parse_time("2025-01-01T02:00:00+02:00") == at(1735689600));
  CHECK(parse_time("2024-12-31T19:30:00-04:30") == at(1735689600));
  CHECK(parse_time("2025-01-01T00:00:00.25Z") == at(1735689600, 250'000'000));
  CHECK(parse_time("2025-01-01T00:00:00.1234567891Z") == at(1735689600, 123'456'789));
}

TEST_CASE("What is no RFC 3339 time is refused") {
  for (const char* text :
       {"", "2025-01-01", "2025-01-01T00:00:00", "2025-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
        "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z", "2025-01-01T00:00:60Z", "2025-01-01 00:00:00Z",
        "2025-01-01t00:00:00z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+2:00",
        "2025-01-01T00:00:00+24:00", "2025-01-01T00:00:00Zx", "-025-01-01T00:00:00Z", "2025-1-1T00:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("A time that was written is read back") {
  for (std::int64_t seconds = -2'000'000'000; seconds < 4'000'000'000; seconds += 77'777'777) {
    REQUIRE(parse_time(format_time(at(seconds))) == at(seconds));
    REQUIRE(parse_time(format_micro_time(at(seconds, 123'456'000))) == at(seconds, 123'456'000));
  }
}
