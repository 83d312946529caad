// How many pods of a set must stay when somebody evicts pods on purpose.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct PodDisruptionBudgetSpec {
  std::optional<IntOrString> min_available, max_unavailable;  // at most one of them
  Box<LabelSelector> selector;                                // absent: no pod; empty: every pod
  Text unhealthy_pod_eviction_policy;                         // IfHealthyBudget if empty, AlwaysAllow

  bool operator==(const PodDisruptionBudgetSpec&) const = default;
  static const Type& type();
};

struct PodDisruptionBudgetStatus {
  std::int64_t observed_generation = 0;
  Labels disrupted_pods;  // names of pods that are being evicted, and when that was granted (RFC 3339)
  std::int32_t disruptions_allowed = 0, current_healthy = 0, desired_healthy = 0, expected_pods = 0;
  List<Condition> conditions;

  bool operator==(const PodDisruptionBudgetStatus&) const = default;
  static const Type& type();
};

struct PodDisruptionBudget : Object {
  PodDisruptionBudget() : Object(info()) {}
  Box<PodDisruptionBudgetSpec> spec;
  Box<PodDisruptionBudgetStatus> status;
  Tree rest;

  bool operator==(const PodDisruptionBudget&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

// Is a pod of these labels in this namespace among those that the budget is about?
bool guards(const PodDisruptionBudget& budget, const ObjectMeta& pod);

}  // namespace podium
