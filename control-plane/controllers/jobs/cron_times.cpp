#include "control-plane/controllers/jobs/cron_times.h"

#include <algorithm>

namespace podium::controllers {

namespace {

constexpr std::int64_t kMany = 100;

struct Clockwork {
  const CronSchedule& schedule;
  TimeZone zone;
  TimePoint after(TimePoint at) const { return schedule.next_after(at, zone); }
};

struct Missed {
  TimePoint latest = kForever;  // not after now; kForever: none
  std::int64_t count = 0;
};

Missed missed_since(TimePoint earliest, const Clockwork& clock, TimePoint now) {
  const TimePoint first = clock.after(earliest);
  if (now < first) return {};
  const TimePoint second = clock.after(first);
  if (now < second) return {first, 1};
  const Duration interval = second - first;
  const std::int64_t count = (now - first) / interval + 1;
  Missed missed{kForever, count};
  // Begins one interval early: intervals need not be equal ("30 6-16/4 * * 1-5").
  for (TimePoint t = clock.after(first + (count - 2) * interval); t <= now; t = clock.after(t))
    missed.latest = t;
  return missed;
}

TimePoint last_start(const CronJob& cron_job) {
  const TimePoint last = cron_job.status.value().last_schedule_time;
  return last == TimePoint{} ? cron_job.metadata.creation_timestamp : last;
}

}  // namespace

CronTimes cron_times(const CronJob& cron_job, const CronSchedule& schedule, TimeZone zone, TimePoint now,
                     Duration slack) {
  const Clockwork clock{schedule, zone};
  const TimePoint start = last_start(cron_job);
  TimePoint earliest = start;
  if (const auto deadline = cron_job.spec.value().starting_deadline_seconds)
    earliest = std::max(earliest, now - std::chrono::seconds(*deadline));
  const Missed missed = missed_since(earliest, clock, now);
  CronTimes times;
  times.due = missed.latest;
  times.many_missed = missed.count > kMany;
  const Missed all = earliest == start ? missed : missed_since(start, clock, now);
  const TimePoint from = all.latest != kForever ? all.latest : all.count == 0 ? start : now;
  const TimePoint next = clock.after(from);
  if (next != kForever) times.next = next + slack;
  return times;
}

}  // namespace podium::controllers
