#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

#include "control-plane/rules/cron_schedule.h"
#include "control-plane/rules/field_error.h"
#include "control-plane/rules/go_duration.h"

namespace podium {

namespace {

// What a field may hold: the numbers, and the names of its first ones.
struct CronBounds {
  unsigned min, max;
  std::span<const std::string_view> names;  // of min, min + 1, ...
};

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr CronBounds kMinute{0, 59, {}}, kHour{0, 23, {}}, kDay{1, 31, {}}, kMonth{1, 12, kMonths},
    kWeekday{0, 6, kWeekdays};
constexpr std::size_t kFields = 5;

struct Named {
  std::string_view name, fields;
};
constexpr Named kNamed[] = {{"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"},
                            {"@weekly", "0 0 * * 0"}, {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"},
                            {"@hourly", "0 * * * *"}};

std::vector<std::string_view> split(std::string_view text, std::string_view separators, bool keep_empty) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, from), text.size());
    if (keep_empty || end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

// Reads one text; the first fault ends it.
class CronParser {
 public:
  explicit CronParser(std::string& fault) : fault_(fault) {}

  CronSchedule parse(std::string_view text) {
    if (text.empty()) return fail("empty spec string");
    if (text.starts_with("TZ=") || text.starts_with("CRON_TZ=")) text = without_zone(text);
    if (!fault_.empty()) return {};
    return text.starts_with('@') ? descriptor(text) : fields(text);
  }

 private:
  CronSchedule fail(std::string fault) {
    fault_ = std::move(fault);
    return {};
  }

  std::string_view without_zone(std::string_view text) {
    const std::size_t equals = text.find('='), space = std::min(text.find(' '), text.size());
    const std::string zone(text.substr(equals + 1, space - equals - 1));
    if (!TimeZone::find(zone)) fault_ = "provided bad location " + zone + ": unknown time zone " + zone;
    const std::size_t start = text.find_first_not_of(' ', space);
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
  }

  CronSchedule descriptor(std::string_view text) {
    for (const Named& named : kNamed) {
      if (named.name == text) return fields(named.fields);
    }
    constexpr std::string_view kEvery = "@every ";
    if (!text.starts_with(kEvery)) return fail("unrecognized descriptor: " + std::string(text));
    std::string wrong;
    const Duration duration = parse_go_duration(text.substr(kEvery.size()), wrong);
    if (!wrong.empty()) return fail("failed to parse duration " + std::string(text) + ": " + wrong);
    CronSchedule schedule;
    schedule.every_ = std::max<Duration>(std::chrono::floor<std::chrono::seconds>(duration), 1s);
    return schedule;
  }

  CronSchedule fields(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, " \t\n\v\f\r", false);
    if (parts.size() != kFields) {
      std::string list;
      for (const std::string_view part : parts) list.append(list.empty() ? "" : " ").append(part);
      return fail("expected exactly 5 fields, found " + std::to_string(parts.size()) + ": [" + list + "]");
    }
    CronSchedule schedule;
    schedule.minute_ = field(parts[0], kMinute);
    schedule.hour_ = field(parts[1], kHour);
    schedule.day_ = field(parts[2], kDay);
    schedule.month_ = field(parts[3], kMonth);
    schedule.weekday_ = field(parts[4], kWeekday);
    return schedule;
  }

  CronSchedule::Field field(std::string_view text, const CronBounds& bounds) {
    CronSchedule::Field all;
    for (const std::string_view expression : split(text, ",", false)) {
      if (!fault_.empty()) break;
      const CronSchedule::Field one = range(expression, bounds);
      all.bits |= one.bits;
      all.any = all.any || one.any;
    }
    return all;
  }

  // a, a-b, *, with a step: "a/s" goes from a to the end.
  CronSchedule::Field range(std::string_view text, const CronBounds& bounds) {
    const std::vector<std::string_view> parts = split(text, "/", true);
    const std::vector<std::string_view> ends = split(parts[0], "-", true);
    CronSchedule::Field field;
    field.any = ends[0] == "*" || ends[0] == "?";
    unsigned first = bounds.min, last = bounds.max, step = 1;
    if (!field.any) {
      first = value(ends[0], bounds);
      if (fault_.empty() && ends.size() > 2) fault_ = "too many hyphens: " + std::string(text);
      last = ends.size() > 1 ? value(ends[1], bounds) : first;
    }
    if (fault_.empty() && parts.size() > 2) fault_ = "too many slashes: " + std::string(text);
    if (fault_.empty() && parts.size() == 2) {
      step = number(parts[1]);
      if (ends.size() == 1) last = bounds.max;
      field.any = field.any && step <= 1;
    }
    if (fault_.empty()) fault_ = range_fault(first, last, step, bounds, std::string(text));
    if (!fault_.empty()) return {};
    for (unsigned i = first; i <= last; i += step) field.bits |= std::uint64_t{1} << i;
    return field;
  }

  static std::string range_fault(unsigned first, unsigned last, unsigned step, const CronBounds& bounds,
                                 const std::string& text) {
    const std::string begin = "beginning of range (" + std::to_string(first) + ") ";
    const std::string end = "end of range (" + std::to_string(last) + ") ";
    if (first < bounds.min) return begin + "below minimum (" + std::to_string(bounds.min) + "): " + text;
    if (last > bounds.max) return end + "above maximum (" + std::to_string(bounds.max) + "): " + text;
    if (first > last) return begin + "beyond " + end.substr(0, end.size() - 1) + ": " + text;
    if (step == 0) return "step of range should be a positive number: " + text;
    return "";
  }

  unsigned value(std::string_view text, const CronBounds& bounds) {
    const std::string name = lowered(text);
    for (std::size_t i = 0; i < bounds.names.size(); ++i) {
      if (bounds.names[i] == name) return bounds.min + static_cast<unsigned>(i);
    }
    return number(text);
  }

  unsigned number(std::string_view text) {
    if (!fault_.empty()) return 0;
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const std::string shown(text);
    if (end != digits.data() + digits.size() || error == std::errc::invalid_argument)
      fault_ = "failed to parse int from " + shown + ": strconv.Atoi: parsing " + quoted(text) +
               ": invalid syntax";
    else if (error != std::errc())
      fault_ = "failed to parse int from " + shown + ": strconv.Atoi: parsing " + quoted(text) +
               ": value out of range";
    else if (value < 0)
      fault_ = "negative number (" + std::to_string(value) + ") not allowed: " + shown;
    return static_cast<unsigned>(value);
  }

  std::string& fault_;
};

CronSchedule CronSchedule::parse(std::string_view text, std::string& fault) {
  fault.clear();
  return CronParser(fault).parse(text);
}

}  // namespace podium
