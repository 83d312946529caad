#include "control-plane/rules/time_zones.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

#include "control-plane/rules/time_zone_table.h"

namespace podium {
namespace {

namespace calendar = std::chrono;

bool lists(std::string_view zones, std::string_view zone) {
  for (std::size_t at = zones.find(zone); at != std::string_view::npos; at = zones.find(zone, at + 1)) {
    const bool starts = at == 0 || zones[at - 1] == ' ';
    if (starts && zones[at + zone.size()] == ' ') return true;
  }
  return false;
}

// When clocks that are `ahead` minutes ahead of UTC are changed in a year.
TimePoint time_of(const ZoneChange& change, calendar::year year, int ahead) {
  const calendar::weekday weekday(static_cast<unsigned>(change.weekday));
  const calendar::month month(static_cast<unsigned>(change.month));
  const calendar::sys_days day = change.week == 5 ? calendar::sys_days(year / month / weekday[calendar::last])
                                                  : calendar::sys_days(year / month / weekday[change.week]);
  return TimePoint{day.time_since_epoch() + calendar::minutes(change.minutes - ahead)};
}

struct Change {
  TimePoint at;
  int ahead;  // minutes, from then on
};

}  // namespace

TimeZone TimeZone::utc() {
  static constexpr ZoneRule kUtc;
  return TimeZone(kUtc);
}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name.empty() || name.find(' ') != std::string_view::npos) return std::nullopt;
  const auto rules = zone_rules();
  const auto found =
      std::ranges::find_if(rules, [&](const NamedRule& named) { return lists(named.zones, name); });
  return found != rules.end() ? std::optional(TimeZone(found->rule)) : std::nullopt;
}

TimeZone::Period TimeZone::period_at(TimePoint at) const {
  const ZoneRule& rule = *rule_;
  if (!rule.changes()) return {calendar::minutes(rule.standard), kForever};
  const calendar::sys_days day(calendar::floor<calendar::days>(at.time_since_epoch()));
  const calendar::year year = calendar::year_month_day(day).year();
  // The last change may have been in the year before, the next may be in the year after.
  std::array<Change, 6> changes;
  for (int i = 0; i < 3; ++i) {
    const calendar::year near = year + calendar::years(i - 1);
    changes[2 * i] = {time_of(rule.begin, near, rule.standard), rule.summer};
    changes[2 * i + 1] = {time_of(rule.end, near, rule.summer), rule.standard};
  }
  std::ranges::sort(changes, {}, &Change::at);
  const auto next = std::ranges::upper_bound(changes, at, {}, &Change::at);
  assert(next != changes.begin() && next != changes.end());
  return {calendar::minutes(std::prev(next)->ahead), next->at};
}

}  // namespace podium
