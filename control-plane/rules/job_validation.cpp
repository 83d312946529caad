#include "control-plane/rules/job_validation.h"

#include <algorithm>

#include "control-plane/rules/pod_validation.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

constexpr std::int32_t kMaxParallelismIndexed = 100'000, kMaxFailedIndexes = 100'000;
// Above so many completions, the record of each index's failures is bounded.
constexpr std::int32_t kManyCompletions = 100'000, kParallelismOfMany = 10'000, kFailedIndexesOfMany = 10'000;
constexpr std::int64_t kMaxManagedBy = 63;

void check_at_most(const std::optional<std::int32_t>& value, std::int32_t limit, const std::string& field,
                   const std::string& when, FieldErrors& errors) {
  if (value.value_or(0) <= limit) return;
  errors.push_back(invalid_value(field, std::to_string(*value),
                                 "must be less than or equal to " + std::to_string(limit) + when));
}

void check_numbers(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  check_not_negative(spec.parallelism, field + ".parallelism", errors);
  check_not_negative(spec.completions, field + ".completions", errors);
  check_not_negative(spec.active_deadline_seconds, field + ".activeDeadlineSeconds", errors);
  check_not_negative(spec.backoff_limit, field + ".backoffLimit", errors);
  check_not_negative(spec.ttl_seconds_after_finished, field + ".ttlSecondsAfterFinished", errors);
  check_not_negative(spec.backoff_limit_per_index, field + ".backoffLimitPerIndex", errors);
  check_not_negative(spec.max_failed_indexes, field + ".maxFailedIndexes", errors);
  if (spec.max_failed_indexes && !spec.backoff_limit_per_index)
    errors.push_back(required(field + ".backoffLimitPerIndex", "when maxFailedIndexes is specified"));
  if (spec.managed_by.empty()) return;
  if (spec.managed_by.view().find('/') == std::string_view::npos) {
    errors.push_back(invalid_text(field + ".managedBy", spec.managed_by,
                                  "must be a domain-prefixed path (such as \"acme.io/foo\")"));
  }
  if (spec.managed_by.size() > kMaxManagedBy) errors.push_back(too_long(field + ".managedBy", kMaxManagedBy));
}

void check_indexed(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const std::string parallelism = field + ".parallelism", failed = field + ".maxFailedIndexes";
  if (!spec.completions)
    errors.push_back(required(field + ".completions", "when completion mode is Indexed"));
  check_at_most(spec.parallelism, kMaxParallelismIndexed, parallelism, " when completion mode is Indexed",
                errors);
  if (spec.completions && spec.max_failed_indexes.value_or(0) > *spec.completions)
    errors.push_back(invalid_value(failed, std::to_string(*spec.max_failed_indexes),
                                   "must be less than or equal to completions"));
  check_at_most(spec.max_failed_indexes, kMaxFailedIndexes, failed, "", errors);
  if (spec.completions.value_or(0) <= kManyCompletions || !spec.backoff_limit_per_index) return;
  if (!spec.max_failed_indexes)
    errors.push_back(
        required(failed, "must be specified when completions is above " + std::to_string(kManyCompletions)));
  const std::string when = " when completions are above " + std::to_string(kManyCompletions) +
                           " and used with backoff limit per index";
  check_at_most(spec.parallelism, kParallelismOfMany, parallelism, when, errors);
  check_at_most(spec.max_failed_indexes, kFailedIndexesOfMany, failed, when, errors);
}

void check_not_indexed(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const auto needs_indexes = [&](const std::optional<std::int32_t>& value, const char* name) {
    if (value)
      errors.push_back(
          invalid_value(field + name, std::to_string(*value), "requires indexed completion mode"));
  };
  needs_indexes(spec.backoff_limit_per_index, ".backoffLimitPerIndex");
  needs_indexes(spec.max_failed_indexes, ".maxFailedIndexes");
}

void check_mode(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const Text& mode = spec.completion_mode;
  if (spec.indexed()) return check_indexed(spec, field, errors);
  if (mode.empty() || mode == "NonIndexed") return check_not_indexed(spec, field, errors);
  errors.push_back(not_supported(field + ".completionMode", mode, {"Indexed", "NonIndexed"}));
}

void check_replacement(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const Text& policy = spec.pod_replacement_policy;
  if (policy.empty() || policy == "Failed") return;
  if (spec.pod_failure_policy)
    errors.push_back(not_supported(field + ".podReplacementPolicy", policy, {"Failed"}));
  else if (!(policy == "TerminatingOrFailed"))
    errors.push_back(
        not_supported(field + ".podReplacementPolicy", policy, {"Failed", "TerminatingOrFailed"}));
}

// A template gets Always by default, so that this is as good as saying nothing.
void check_ends(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const Text& policy = spec.template_.value().spec.value().restart_policy;
  const std::string at = field + ".template.spec.restartPolicy";
  if (policy.empty() || policy == "Always")
    errors.push_back(required(at, "valid values: \"OnFailure\", \"Never\""));
  else if (!(policy == "OnFailure") && !(policy == "Never"))
    errors.push_back(not_supported(at, policy, {"Never", "OnFailure"}));
  else if (spec.pod_failure_policy && !(policy == "Never"))
    errors.push_back(
        invalid_text(at, policy, "only \"Never\" is supported when podFailurePolicy is specified"));
}

}  // namespace

void check_job_spec(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  check_numbers(spec, field, errors);
  check_mode(spec, field, errors);
  if (spec.pod_failure_policy) check_pod_failure_policy(spec, field + ".podFailurePolicy", errors);
  if (spec.success_policy) check_success_policy(spec, field + ".successPolicy", errors);
  check_replacement(spec, field, errors);
  check_template(spec.template_.value(), field + ".template", errors);
  check_ends(spec, field, errors);
}

}  // namespace podium
