// Time zones: which there are, and how far their clocks are ahead of UTC.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/env/time.h"

namespace podium {

struct ZoneRule;

// A zone by the rule that it follows now, at any time. Past changes of laws are not known here, nor the
// clocks of Morocco and Palestine during Ramadan: cron schedules look ahead only.
class TimeZone {
 public:
  static TimeZone utc();
  // By its name in the IANA time zone database, as "Europe/Paris"; case counts. Null if there is none.
  static std::optional<TimeZone> find(std::string_view name);

  // How far clocks are ahead of UTC at a time, and when they are changed next (kForever: never).
  struct Period {
    Duration ahead;
    TimePoint until;
  };
  Period period_at(TimePoint at) const;

 private:
  explicit TimeZone(const ZoneRule& rule) : rule_(&rule) {}

  const ZoneRule* rule_;
};

}  // namespace podium
