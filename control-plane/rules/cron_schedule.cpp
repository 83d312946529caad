#include "control-plane/rules/cron_schedule.h"

#include <chrono>

namespace podium {
namespace {

namespace calendar = std::chrono;

constexpr int kYearsAhead = 5;  // the library's limit

calendar::sys_days day_of(std::int64_t days) { return calendar::sys_days(calendar::days(days)); }

int year_of(TimePoint at) {
  const auto days = calendar::floor<calendar::days>(at.time_since_epoch());
  return static_cast<int>(calendar::year_month_day(calendar::sys_days(days)).year());
}

}  // namespace

bool CronSchedule::day_fits(std::int64_t days) const {
  const calendar::sys_days day = day_of(days);
  const calendar::year_month_day date(day);
  if (!month_.has(static_cast<unsigned>(date.month()))) return false;
  const bool in_month = day_.has(static_cast<unsigned>(date.day()));
  const bool in_week = weekday_.has(calendar::weekday(day).c_encoding());
  return day_.any || weekday_.any ? in_month && in_week : in_month || in_week;
}

TimePoint CronSchedule::first_fit(TimePoint from, int last_year) const {
  const Duration minute = from.time_since_epoch();
  const auto first_day = calendar::floor<calendar::days>(minute);
  const calendar::sys_days end = calendar::year(last_year + 1) / calendar::January / 1;
  for (auto day = first_day; calendar::sys_days(day) < end; day += calendar::days(1)) {
    if (!day_fits(day.count())) continue;
    auto time = day == first_day ? calendar::duration_cast<calendar::minutes>(minute - day) : 0min;
    while (time < 24h) {
      const auto hour = calendar::floor<calendar::hours>(time);
      if (!hour_.has(static_cast<unsigned>(hour.count())))
        time = hour + 1h;
      else if (minute_.has(static_cast<unsigned>((time - hour).count())))
        return TimePoint{day + time};
      else
        time += 1min;
    }
  }
  return kForever;
}

TimePoint CronSchedule::next_after(TimePoint at, TimeZone zone) const {
  const auto second = calendar::floor<calendar::seconds>(at.time_since_epoch());
  if (every_ > Duration{})
    return every_ < kForever - TimePoint{second} ? TimePoint{second + every_} : kForever;
  TimePoint from{calendar::floor<calendar::minutes>(second) + 1min};  // a time that fits is a whole minute
  const int last_year = year_of(from) + kYearsAhead;
  while (true) {
    const TimeZone::Period period = zone.period_at(from);
    const TimePoint local = first_fit(from + period.ahead, last_year);
    if (local == kForever || local - period.ahead < period.until)
      return local == kForever ? kForever : local - period.ahead;
    from = period.until;
  }
}

}  // namespace podium
