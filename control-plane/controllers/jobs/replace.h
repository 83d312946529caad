// Which pods a job makes and gives up.
#pragma once

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/job.h"
#include "control-plane/controllers/jobs/census.h"
#include "control-plane/controllers/jobs/job_backoff.h"

namespace podium::controllers {

struct PodWork {
  Step step;
  std::int32_t made = 0, gone = 0;
  TimePoint wake_at = kForever;  // what fails now is replaced then
};

// All active pods go.
PodWork stop_all(const Job& job, const Census& census);

// As many pods run as the job has use for now: none while it is suspended, at most its parallelism, never
// more than completions are missing. Pods are either made or given up, not both.
PodWork keep_running(const Job& job, const Census& census, const FailureRecord& record,
                     const JobOptions& options, TimePoint now);

}  // namespace podium::controllers
