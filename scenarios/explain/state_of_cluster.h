// The state that a pod's place is decided by, of a cluster at hand.
#pragma once

#include "scenarios/cluster/view.h"
#include "scenarios/explain/cluster_state.h"

namespace podium::explain {

// With the pod as it was before it was placed. Errors: kNotFound.
Result<std::unique_ptr<ClusterState>> state_of(const ClusterView& cluster, const Key& pod);

}  // namespace podium::explain
