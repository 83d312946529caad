// What a job's podFailurePolicy says of a failed pod.
#pragma once

#include <string>

#include "control-plane/objects/kinds/job.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

struct FailureMatch {
  enum class Action : std::uint8_t { kNone, kCount, kIgnore, kFailIndex, kFailJob };
  Action action = Action::kNone;  // of the first rule that fits; kNone: the failure counts as any
  std::string message;            // of kFailJob: why the job fails

  bool counts() const { return action != Action::kIgnore; }
};

FailureMatch match_failure(const PodFailurePolicy& policy, const Pod& pod);
// The same for a job, with or without a policy.
inline FailureMatch match_failure(const JobSpec& spec, const Pod& pod) {
  return spec.pod_failure_policy ? match_failure(*spec.pod_failure_policy, pod) : FailureMatch();
}

}  // namespace podium::controllers
