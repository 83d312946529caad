#include "control-plane/objects/kinds/pod_disruption_budget.h"

namespace podium {

const Type& PodDisruptionBudgetSpec::type() {
  using T = PodDisruptionBudgetSpec;
  static const Type t = struct_type<T>(
      "PodDisruptionBudgetSpec", {field("minAvailable", &T::min_available), field("selector", &T::selector),
                                  field("maxUnavailable", &T::max_unavailable),
                                  field("unhealthyPodEvictionPolicy", &T::unhealthy_pod_eviction_policy)});
  return t;
}

const Type& PodDisruptionBudgetStatus::type() {
  using T = PodDisruptionBudgetStatus;
  static const Type t = struct_type<T>(
      "PodDisruptionBudgetStatus",
      {field("observedGeneration", &T::observed_generation), field("disruptedPods", &T::disrupted_pods),
       field("disruptionsAllowed", &T::disruptions_allowed, kAlways),
       field("currentHealthy", &T::current_healthy, kAlways),
       field("desiredHealthy", &T::desired_healthy, kAlways),
       field("expectedPods", &T::expected_pods, kAlways), field("conditions", &T::conditions)});
  return t;
}

const Type& PodDisruptionBudget::type() {
  using T = PodDisruptionBudget;
  static const Type t =
      struct_type<T>("PodDisruptionBudget",
                     {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& pod_disruption_budget_kind() {
  static const KindInfo kind =
      make_kind<PodDisruptionBudget>(kind_index("pod_disruption_budget"), "policy", "v1",
                                     "PodDisruptionBudget", "poddisruptionbudgets", true, true);
  return kind;
}

const KindInfo& PodDisruptionBudget::info() { return pod_disruption_budget_kind(); }

bool guards(const PodDisruptionBudget& budget, const ObjectMeta& pod) {
  const Box<LabelSelector>& selector = budget.spec.value().selector;
  return budget.metadata.namespace_ == pod.namespace_ && selector && selector->matches(pod.labels);
}

}  // namespace podium
