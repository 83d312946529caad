// When a CronJob was last due, and when it is due again.
#pragma once

#include <optional>

#include "control-plane/objects/kinds/cron_job.h"
#include "control-plane/rules/cron_schedule.h"

namespace podium::controllers {

struct CronTimes {
  TimePoint due = kForever;   // the latest time not after now at which it should have begun; kForever: none
  TimePoint next = kForever;  // when it is to be looked at again: a moment after its next time
  bool many_missed = false;   // more than a hundred since the last start
};

// Times count from the last one that was started, or from the job's creation, but not from before its
// startingDeadlineSeconds. `slack`: what `next` is after the time of the schedule.
// (So what is due is never too late: MissSchedule, which Kubernetes still has words for, cannot happen.)
// How many were missed is estimated from the first interval, as Kubernetes does.
CronTimes cron_times(const CronJob& cron_job, const CronSchedule& schedule, TimeZone zone, TimePoint now,
                     Duration slack);

}  // namespace podium::controllers
