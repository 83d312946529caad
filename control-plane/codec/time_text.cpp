#include "control-plane/codec/time_text.h"

#include <charconv>
#include <cstdio>

namespace podium {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::string date_and_time(TimePoint at) {
  const std::chrono::sys_seconds second{std::chrono::floor<std::chrono::seconds>(at.time_since_epoch())};
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{second - day};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

// Reads exactly `digits` digits off the front.
bool take_number(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc() || end != text.data() + digits || text[0] == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// The digits behind the point, in nanoseconds; finer ones are dropped. Null if there are none.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::int64_t nanos = 0, unit = kSecond;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    unit /= 10;
    nanos += (text.front() - '0') * unit;
    text.remove_prefix(1);
  }
  return nanos;
}

// "Z" or "+hh:mm": minutes east of UTC.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  int hours = 0, minutes = 0;
  if (!take_number(text, 2, hours) || !take(text, ':') || !take_number(text, 2, minutes)) return std::nullopt;
  if (hours > 23 || minutes > 59) return std::nullopt;
  const int offset = hours * 60 + minutes;
  return west ? -offset : offset;
}

}  // namespace

std::string format_time(TimePoint at) { return date_and_time(at) + "Z"; }

std::string format_micro_time(TimePoint at) {
  std::int64_t fraction = nanos(at) % kSecond;
  if (fraction < 0) fraction += kSecond;
  char text[16];
  std::snprintf(text, sizeof text, ".%06dZ", static_cast<int>(fraction / 1000));
  return date_and_time(at) + text;
}

std::optional<TimePoint> parse_time(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool date = take_number(text, 4, year) && take(text, '-') && take_number(text, 2, month) &&
                    take(text, '-') && take_number(text, 2, day);
  if (!date || !take(text, 'T')) return std::nullopt;
  const bool time = take_number(text, 2, hour) && take(text, ':') && take_number(text, 2, minute) &&
                    take(text, ':') && take_number(text, 2, second);
  if (!time || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::optional<std::int64_t> fraction = take(text, '.') ? take_fraction(text) : 0;
  const std::optional<int> offset = take_offset(text);
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!fraction || !offset || !text.empty() || !ymd.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(ymd).time_since_epoch();
  return TimePoint{days + std::chrono::hours(hour) + std::chrono::minutes(minute - *offset) +
                   std::chrono::seconds(second) + Duration{*fraction}};
}

}  // namespace podium
