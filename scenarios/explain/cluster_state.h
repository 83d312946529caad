// A cluster at one moment, as far as it matters for placing one pod: read from a file or from an API server.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/scheduler/scheduling_view.h"
#include "runtime/env/status.h"

namespace podium::explain {

struct ClusterState {
  SchedulingView view;  // settled
  Ref<const Pod> pod;
  std::vector<Ref<const PodDisruptionBudget>> budgets;
};

// {"pod": {...}, "nodes": [...], "pods": [...], and any of "services", "replicaSets", "statefulSets",
// "replicationControllers", "namespaces", "podDisruptionBudgets", "persistentVolumeClaims",
// "persistentVolumes", "storageClasses", "csiNodes"}: objects as Kubernetes writes them, defaults filled in
// here. Pods with a node run there; those nominated to one wait for room. Errors: kInvalid, naming the place.
Result<std::unique_ptr<ClusterState>> read_state(const nlohmann::json& input);

// The lists of a state by name, and the kind of what is in them.
std::vector<std::pair<const char*, const KindInfo*>> state_kinds();

}  // namespace podium::explain
