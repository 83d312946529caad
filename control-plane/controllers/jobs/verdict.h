// Whether a job is over, and why: as the condition that says so.
#pragma once

#include <optional>

#include "control-plane/controllers/jobs/census.h"

namespace podium::controllers {

// A condition of a job that is true from `now` on.
Condition job_condition(std::string_view type, Text reason, Text message, TimePoint now);
const Condition* true_condition(const JobStatus& status, std::string_view type);
// Complete or Failed is true: nothing more happens.
bool is_finished(const Job& job);
bool is_suspended(const JobSpec& spec);

// What ends the job whatever its pods do next; none: it goes on.
//   SuccessCriteriaMet: successes as its successPolicy wants them.
//   FailureTarget: it has failed, and its pods shall be stopped; Failed: as its FailureTarget said before.
std::optional<Condition> judge(const Job& job, const Census& census, TimePoint now);

// When its activeDeadlineSeconds are over; kForever if it has none, is suspended or has not begun.
TimePoint deadline_of(const JobSpec& spec, const JobStatus& status);

}  // namespace podium::controllers
