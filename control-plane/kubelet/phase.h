// A pod's phase from its containers.
#pragma once

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// Pending, Running, Succeeded or Failed. `before`: the phase so far; Succeeded and Failed are final.
// Source: getPhase of kubelet_pods.go, Kubernetes 1.33.
Text phase_of(const PodSpec& spec, const PodState& state, const Text& before);

}  // namespace podium::kubelet
