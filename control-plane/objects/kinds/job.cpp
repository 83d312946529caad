#include "control-plane/objects/kinds/job.h"

namespace podium {

const Type& OnExitCodes::type() {
  using T = OnExitCodes;
  static const Type t =
      struct_type<T>("PodFailurePolicyOnExitCodesRequirement",
                     {field("containerName", &T::container_name), field("operator", &T::operator_, kAlways),
                      field("values", &T::values, kAlways)});
  return t;
}

const Type& OnPodCondition::type() {
  using T = OnPodCondition;
  static const Type t =
      struct_type<T>("PodFailurePolicyOnPodConditionsPattern",
                     {field("type", &T::type_, kAlways), field("status", &T::status, kAlways)});
  return t;
}

const Type& PodFailurePolicyRule::type() {
  using T = PodFailurePolicyRule;
  static const Type t = struct_type<T>(
      "PodFailurePolicyRule", {field("action", &T::action, kAlways), field("onExitCodes", &T::on_exit_codes),
                               field("onPodConditions", &T::on_pod_conditions)});
  return t;
}

const Type& PodFailurePolicy::type() {
  using T = PodFailurePolicy;
  static const Type t = struct_type<T>("PodFailurePolicy", {field("rules", &T::rules, kAlways)});
  return t;
}

const Type& SuccessPolicyRule::type() {
  using T = SuccessPolicyRule;
  static const Type t = struct_type<T>("SuccessPolicyRule", {field("succeededIndexes", &T::succeeded_indexes),
                                                             field("succeededCount", &T::succeeded_count)});
  return t;
}

const Type& SuccessPolicy::type() {
  using T = SuccessPolicy;
  static const Type t = struct_type<T>("SuccessPolicy", {field("rules", &T::rules, kAlways)});
  return t;
}

const Type& JobSpec::type() {
  using T = JobSpec;
  static const Type t = struct_type<T>(
      "JobSpec",
      {field("parallelism", &T::parallelism), field("completions", &T::completions),
       field("activeDeadlineSeconds", &T::active_deadline_seconds),
       field("podFailurePolicy", &T::pod_failure_policy), field("successPolicy", &T::success_policy),
       field("backoffLimit", &T::backoff_limit), field("backoffLimitPerIndex", &T::backoff_limit_per_index),
       field("maxFailedIndexes", &T::max_failed_indexes), field("selector", &T::selector),
       field("manualSelector", &T::manual_selector), field("template", &T::template_, kAlways),
       field("ttlSecondsAfterFinished", &T::ttl_seconds_after_finished),
       field("completionMode", &T::completion_mode), field("suspend", &T::suspend),
       field("podReplacementPolicy", &T::pod_replacement_policy), field("managedBy", &T::managed_by)},
      &T::rest);
  return t;
}

const Type& UncountedTerminatedPods::type() {
  using T = UncountedTerminatedPods;
  static const Type t = struct_type<T>("UncountedTerminatedPods",
                                       {field("succeeded", &T::succeeded), field("failed", &T::failed)});
  return t;
}

const Type& JobStatus::type() {
  using T = JobStatus;
  static const Type t = struct_type<T>(
      "JobStatus",
      {field("conditions", &T::conditions), field("startTime", &T::start_time),
       field("completionTime", &T::completion_time), field("active", &T::active),
       field("succeeded", &T::succeeded), field("failed", &T::failed), field("terminating", &T::terminating),
       field("completedIndexes", &T::completed_indexes), field("failedIndexes", &T::failed_indexes),
       field("uncountedTerminatedPods", &T::uncounted_terminated_pods), field("ready", &T::ready)},
      &T::rest);
  return t;
}

const Type& Job::type() {
  using T = Job;
  static const Type t = struct_type<T>(
      "Job", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& job_kind() {
  static const KindInfo kind = make_kind<Job>(kind_index("job"), "batch", "v1", "Job", "jobs", true, true);
  return kind;
}

const KindInfo& Job::info() { return job_kind(); }

}  // namespace podium
