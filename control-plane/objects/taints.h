// Which taints of nodes a pod puts up with.
#pragma once

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

// Does the toleration cover the taint? (Kubernetes: Toleration.ToleratesTaint.)
bool tolerates(const Toleration& toleration, const Taint& taint);
// Does any of the pod's?
bool tolerated(const PodSpec& spec, const Taint& taint);

}  // namespace podium
