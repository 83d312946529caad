// When a CronJob runs: five fields of crontab, or a word for common ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "control-plane/rules/time_zones.h"
#include "runtime/env/time.h"

namespace podium {

// As the library that Kubernetes uses reads it (robfig/cron v3, "standard"):
//   minute hour day-of-month month day-of-week, each a list of *, ?, a, a-b, with a step behind "/";
//   months and weekdays also by name; weekday 0 is Sunday, and there is no 7;
//   @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, @every 1h30m;
//   before the fields, TZ=Zone or CRON_TZ=Zone, whose zone must exist. Kubernetes refuses such schedules
//   after parsing them: zones are a field of their own.
class CronSchedule {
 public:
  // `fault` says what is wrong in the library's words; empty if nothing.
  static CronSchedule parse(std::string_view text, std::string& fault);

  // The first time after `at` at which the zone's clocks fit, in whole seconds; kForever if there is none
  // within five years ("0 0 30 2 *"). If both days are restricted, either fits; otherwise both must.
  // When clocks are put forward, what falls into the gap is left out; when back, it happens twice.
  TimePoint next_after(TimePoint at, TimeZone zone = TimeZone::utc()) const;

 private:
  // Which values fit: bit i for value i. `any`: the field was * or ?, in steps of one.
  struct Field {
    std::uint64_t bits = 0;
    bool any = false;
    bool has(unsigned value) const { return (bits >> value & 1) != 0; }
  };
  friend class CronParser;

  bool day_fits(std::int64_t days_since_epoch) const;
  // The first fitting minute that is not before `from`, both on local clocks.
  TimePoint first_fit(TimePoint from, int last_year) const;

  Field minute_, hour_, day_, month_, weekday_;
  Duration every_{};  // not zero: that much after the last time, whatever the fields
};

}  // namespace podium
