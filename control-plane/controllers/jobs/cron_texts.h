// Names and times as CronJobs write them.
#pragma once

#include <string>

#include "control-plane/objects/kinds/cron_job.h"
#include "control-plane/rules/time_zones.h"

namespace podium::controllers {

// An annotation of a job: the time of the schedule that it stands for, on the schedule's clocks.
inline constexpr const char* kScheduledTime = "batch.kubernetes.io/cronjob-scheduled-timestamp";

// "backup-27893540": minutes since the epoch.
std::string job_name(const CronJob& cron_job, TimePoint scheduled);
// RFC 3339: "2026-03-01T06:30:00+01:00".
std::string zoned_time(TimePoint at, TimeZone zone);

}  // namespace podium::controllers
