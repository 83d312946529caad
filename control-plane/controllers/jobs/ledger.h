// Writes down which of a job's pods have ended, and lets them go.
//
// A pod is counted exactly once, whatever fails in between: its uid is put into the status first, then its
// finalizer is taken away, and only then does it become a number.
#pragma once

#include <optional>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/job.h"
#include "control-plane/controllers/jobs/census.h"

namespace podium::controllers {

// Adds the steps to `plan`. `status`: what the job's shall be, but for the ends of pods and of itself.
// `verdict`: SuccessCriteriaMet, FailureTarget or Failed (verdict.h). The job itself is over when none of its
// pods is left to count or to stop.
void write_down(const Job& job, const Census& census, JobStatus status, std::optional<Condition> verdict,
                const JobOptions& options, TimePoint now, Plan& plan);

}  // namespace podium::controllers
