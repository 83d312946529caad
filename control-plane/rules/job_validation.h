// Validity of what a job shall be, in Jobs and in the templates of CronJobs.
#pragma once

#include <string>

#include "control-plane/objects/kinds/job.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// All but the selector. `field`: "spec", or "spec.jobTemplate.spec".
void check_job_spec(const JobSpec& spec, const std::string& field, FieldErrors& errors);

// The rules about exit codes, conditions and indexes that end a job early.
void check_pod_failure_policy(const JobSpec& spec, const std::string& field, FieldErrors& errors);
void check_success_policy(const JobSpec& spec, const std::string& field, FieldErrors& errors);

}  // namespace podium
