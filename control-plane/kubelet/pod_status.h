// The status that a kubelet writes of a pod: a function of the pod as stored and as it is.
#pragma once

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// `stored`: the newest object known; what others wrote into its status (PodScheduled,
// DisruptionTarget, qosClass) is kept. `host_ip`: the node's address, may be empty.
PodStatus make_status(const Pod& stored, const PodState& state, const Text& host_ip, TimePoint now);

// How `record` ended. REQUIRES: it exited.
ContainerStateTerminated termination(const ContainerRecord& record);

}  // namespace podium::kubelet
