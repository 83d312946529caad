// Jobs as `kubectl get jobs` shows them.
#include "control-plane/objects/kinds/job.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

const char* status_of(const Job& job) {
  const auto has = [&](const char* type) {
    const Condition* condition = find_condition(job.status.value().conditions, type);
    return condition != nullptr && condition->is_true();
  };
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (job.metadata.deleting()) return "Terminating";
  if (has("Suspended")) return "Suspended";
  return has("FailureTarget") ? "FailureTarget" : "Running";
}

// Without a number of completions, any success ends the job.
std::string completions(const Job& job) {
  const JobSpec& spec = job.spec.value();
  const std::int32_t parallelism = spec.parallelism.value_or(0);
  const std::string done = fraction(job.status.value().succeeded, spec.completions.value_or(1));
  return !spec.completions && parallelism > 1 ? done + " of " + std::to_string(parallelism) : done;
}

std::string duration(const JobStatus& status, TimePoint now) {
  if (status.start_time == TimePoint{}) return "";
  return human_duration((status.completion_time == TimePoint{} ? now : status.completion_time) -
                        status.start_time);
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& job = static_cast<const Job&>(object);
  const JobSpec& spec = job.spec.value();
  return workload_cells({job.metadata.name.str(), status_of(job), completions(job),
                         duration(job.status.value(), now), age(job.metadata.creation_timestamp, now)},
                        spec.template_, selector_text(spec.selector.get()));
}

}  // namespace

Printer job_printer() {
  return {&Job::info(),
          workload_columns({{"Name", "string", "name"}, {"Status"}, {"Completions"}, {"Duration"}, {"Age"}}),
          &row};
}

}  // namespace podium
