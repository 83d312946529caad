// Schedules of CronJobs, in zones with and without changes of their clocks.
#include "control-plane/rules/cron_schedule.h"

#include "control-plane/rules/time_zones.h"
#include "tests/fuzz/target.h"

using namespace podium;

PODIUM_FUZZ_TARGET(input) {
  const auto days = static_cast<std::int64_t>(fuzz::choose(input, 256));
  std::string fault;
  const CronSchedule schedule = CronSchedule::parse(input, fault);
  if (!fault.empty()) return;
  TimePoint at = TimePoint{} + std::chrono::hours(24) * (19000 + days);
  for (int i = 0; i < 3 && at != kForever; ++i) {
    const TimePoint next = schedule.next_after(at);
    fuzz::expect(next > at, "the next time is later");
    at = next;
  }
}
