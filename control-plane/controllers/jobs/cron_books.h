// What a CronJob's status says of its jobs.
#pragma once

#include <vector>

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/objects/kinds/cron_job.h"

namespace podium::controllers {

using Jobs = std::vector<Ref<const Job>>;

// The status after a look at the jobs that it controls: those that run are active, with the last one that was
// started by the schedule. Tells of what has ended, went missing or came from elsewhere.
CronJobStatus book_jobs(const CronJob& cron_job, const Jobs& jobs, Plan& plan);

// The finished jobs beyond its history limits, the oldest of each kind.
Jobs outlived_jobs(const CronJobSpec& spec, const Jobs& jobs);

}  // namespace podium::controllers
