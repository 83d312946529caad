#include "control-plane/controllers/jobs/verdict.h"

#include <algorithm>

#include "control-plane/controllers/jobs/failure_policy.h"

namespace podium::controllers {

namespace {

using Verdict = std::optional<Condition>;

Condition failure(const char* reason, std::string message, TimePoint now) {
  return job_condition("FailureTarget", reason, std::move(message), now);
}

// The reason that an earlier sync found, or what the failure policy says of a pod.
Verdict judge_policy(const Job& job, const Census& census, TimePoint now) {
  const JobStatus& status = job.status.value();
  if (const Condition* target = true_condition(status, "FailureTarget"))
    return job_condition("Failed", target->reason, target->message, now);
  const JobSpec& spec = job.spec.value();
  if (!spec.pod_failure_policy) return {};
  for (const Ref<const Pod>& pod : census.all) {
    if (!is_failed(*pod, spec)) continue;
    FailureMatch match = match_failure(spec, *pod);
    if (match.action == FailureMatch::Action::kFailJob)
      return failure("PodFailurePolicy", std::move(match.message), now);
  }
  return {};
}

// Containers that are restarted in place count, too, though no pod fails.
bool restarted_too_often(const JobSpec& spec, const Census& census) {
  if (!(spec.template_.value().spec.value().restart_policy == "OnFailure")) return false;
  std::int64_t count = 0;
  for (const Ref<const Pod>& pod : census.all) {
    const Text& phase = pod->status.value().phase;
    if (phase == "Running" || phase == "Pending") count += restarts(*pod);
  }
  return count >= std::max(spec.backoff_limit.value_or(6), 1);
}

Verdict judge_limits(const Job& job, const Census& census, TimePoint now) {
  const JobSpec& spec = job.spec.value();
  if (census.failed > spec.backoff_limit.value_or(6) || restarted_too_often(spec, census))
    return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
  if (now >= deadline_of(spec, job.status.value()))
    return failure("DeadlineExceeded", "Job was active longer than specified deadline", now);
  return {};
}

Verdict judge_indexes(const JobSpec& spec, const Census& census, TimePoint now) {
  const std::int32_t lost = census.lost.size();
  if (spec.max_failed_indexes && lost > *spec.max_failed_indexes)
    return failure("MaxFailedIndexesExceeded",
                   "Job has exceeded the specified maximal number of failed indexes", now);
  if (lost > 0 && lost + census.done.size() >= spec.completions.value_or(0))
    return failure("FailedIndexes", "Job has failed indexes", now);
  return {};
}

bool met(const SuccessPolicyRule& rule, std::int32_t completions, const IndexSet& done) {
  if (rule.succeeded_indexes.empty()) return done.size() >= rule.succeeded_count.value_or(0);
  const IndexSet wanted = IndexSet::parse(rule.succeeded_indexes, completions);
  return done.in_common(wanted) >= rule.succeeded_count.value_or(wanted.size());
}

Verdict judge_success(const JobSpec& spec, const Census& census, TimePoint now) {
  if (!spec.success_policy) return {};
  const List<SuccessPolicyRule>& rules = spec.success_policy->rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (met(rules[i], spec.completions.value_or(0), census.done))
      return job_condition("SuccessCriteriaMet", "SuccessPolicy",
                           "Matched rules at index " + std::to_string(i), now);
  }
  return {};
}

}  // namespace

Condition job_condition(std::string_view type, Text reason, Text message, TimePoint now) {
  Condition condition;
  condition.type_ = type;
  condition.status = "True";
  condition.reason = std::move(reason);
  condition.message = std::move(message);
  condition.last_transition_time = condition.last_probe_time = now;
  return condition;
}

const Condition* true_condition(const JobStatus& status, std::string_view type) {
  const Condition* condition = find_condition(status.conditions, type);
  return condition != nullptr && condition->is_true() ? condition : nullptr;
}

bool is_finished(const Job& job) {
  return true_condition(job.status.value(), "Complete") != nullptr ||
         true_condition(job.status.value(), "Failed") != nullptr;
}

bool is_suspended(const JobSpec& spec) { return spec.suspend.value_or(false); }

Verdict judge(const Job& job, const Census& census, TimePoint now) {
  const JobSpec& spec = job.spec.value();
  if (const Condition* success = true_condition(job.status.value(), "SuccessCriteriaMet")) return *success;
  if (Verdict verdict = judge_policy(job, census, now)) return verdict;
  if (Verdict verdict = judge_limits(job, census, now)) return verdict;
  if (!spec.indexed()) return {};
  if (spec.backoff_limit_per_index) {
    if (Verdict verdict = judge_indexes(spec, census, now)) return verdict;
  }
  return judge_success(spec, census, now);
}

TimePoint deadline_of(const JobSpec& spec, const JobStatus& status) {
  const std::optional<std::int64_t> seconds = spec.active_deadline_seconds;
  if (!seconds || status.start_time == TimePoint{} || is_suspended(spec)) return kForever;
  return status.start_time + std::chrono::seconds(*seconds);
}

}  // namespace podium::controllers
