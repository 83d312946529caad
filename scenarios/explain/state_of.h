// The state that a pod's place is decided by, of a cluster at hand.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "scenarios/cluster/view.h"
#include "scenarios/explain/cluster_state.h"

namespace podium::explain {

// All objects of a kind, as a list in Kubernetes' form.
using Lister = std::function<Result<nlohmann::json>(const KindInfo& kind)>;

// The state in the form that read_state() reads, with the pod as it was before it was placed. Errors:
// kNotFound, and those of the lister.
Result<nlohmann::json> gather_state(const Key& pod, const Lister& list);

Result<std::unique_ptr<ClusterState>> state_of(const ClusterView& cluster, const Key& pod);

}  // namespace podium::explain
