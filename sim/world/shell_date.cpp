// date: the container's time is the world's.
#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Calendar {
  explicit Calendar(TimePoint at)
      : second(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch())),
        days(std::chrono::floor<std::chrono::days>(second)),
        date(days),
        clock(second - days) {}
  std::chrono::sys_seconds second;
  std::chrono::sys_days days;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::seconds> clock;
};

std::string two(long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// One letter of a format; empty if it is not known.
std::string field(char letter, const Calendar& at) {
  const auto year = static_cast<int>(at.date.year());
  const auto month = static_cast<unsigned>(at.date.month()), day = static_cast<unsigned>(at.date.day());
  const std::string hour = two(at.clock.hours().count()), minute = two(at.clock.minutes().count()),
                    second = two(at.clock.seconds().count());
  switch (letter) {
    case 's': return std::to_string(at.second.time_since_epoch().count());
    case 'Y': return std::to_string(year);
    case 'm': return two(month);
    case 'd': return two(day);
    case 'e': return (day < 10 ? " " : "") + std::to_string(day);
    case 'b': return kMonths[month - 1];
    case 'a': return kDays[std::chrono::weekday(at.days).c_encoding()];
    case 'H': return hour;
    case 'M': return minute;
    case 'S': return second;
    case 'T': return hour + ":" + minute + ":" + second;
    case 'F': return std::to_string(year) + "-" + two(month) + "-" + two(day);
    case 'Z': return "UTC";
    case '%': return "%";
    default: return {};
  }
}

}  // namespace

int date_command(CommandCall& call) {
  std::string_view format = "%a %b %e %T %Z %Y";
  if (call.words.back().starts_with('+')) format = std::string_view(call.words.back()).substr(1);
  const Calendar at(call.now);
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool directive = format[i] == '%' && i + 1 < format.size();
    call.out += directive ? field(format[++i], at) : std::string(1, format[i]);
  }
  call.out += "\n";
  return 0;
}

}  // namespace podium::sim
