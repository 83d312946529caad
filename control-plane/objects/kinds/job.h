// Pods that run to their end: so many of them, tried again so often.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct OnExitCodes {
  Text container_name, operator_;  // In, NotIn
  Tree values;                     // a list of numbers

  bool operator==(const OnExitCodes&) const = default;
  static const Type& type();
};

struct OnPodCondition {
  Text type_, status;

  bool operator==(const OnPodCondition&) const = default;
  static const Type& type();
};

struct PodFailurePolicyRule {
  Text action;  // Count, FailIndex, FailJob, Ignore
  Box<OnExitCodes> on_exit_codes;
  List<OnPodCondition> on_pod_conditions;

  bool operator==(const PodFailurePolicyRule&) const = default;
  static const Type& type();
};

struct PodFailurePolicy {
  List<PodFailurePolicyRule> rules;

  bool operator==(const PodFailurePolicy&) const = default;
  static const Type& type();
};

struct SuccessPolicyRule {
  Text succeeded_indexes;  // "0-2,5"
  std::optional<std::int32_t> succeeded_count;

  bool operator==(const SuccessPolicyRule&) const = default;
  static const Type& type();
};

struct SuccessPolicy {
  List<SuccessPolicyRule> rules;

  bool operator==(const SuccessPolicy&) const = default;
  static const Type& type();
};

struct JobSpec {
  std::optional<std::int32_t> parallelism, completions, backoff_limit, ttl_seconds_after_finished,
      backoff_limit_per_index, max_failed_indexes;
  std::optional<std::int64_t> active_deadline_seconds;
  Box<LabelSelector> selector;
  std::optional<bool> manual_selector, suspend;
  Box<PodTemplateSpec> template_;
  Text completion_mode;         // NonIndexed, Indexed
  Text pod_replacement_policy;  // TerminatingOrFailed, Failed
  Text managed_by;
  Box<PodFailurePolicy> pod_failure_policy;
  Box<SuccessPolicy> success_policy;
  Tree rest;

  bool indexed() const { return completion_mode == "Indexed"; }
  bool operator==(const JobSpec&) const = default;
  static const Type& type();
};

// Uids of pods that have ended and still carry the job's finalizer.
struct UncountedTerminatedPods {
  List<Text> succeeded, failed;

  bool operator==(const UncountedTerminatedPods&) const = default;
  static const Type& type();
};

struct JobStatus {
  List<Condition> conditions;
  TimePoint start_time{}, completion_time{};
  std::int32_t active = 0, succeeded = 0, failed = 0;
  std::optional<std::int32_t> ready, terminating;
  Text completed_indexes, failed_indexes;
  Box<UncountedTerminatedPods> uncounted_terminated_pods;
  Tree rest;

  bool operator==(const JobStatus&) const = default;
  static const Type& type();
};

struct Job : Object {
  Job() : Object(info()) {}
  Box<JobSpec> spec;
  Box<JobStatus> status;
  Tree rest;

  bool operator==(const Job&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
