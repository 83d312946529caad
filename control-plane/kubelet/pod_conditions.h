// The conditions that a kubelet sets on a pod.
#pragma once

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// `status`: with phase and container statuses as they will be written, and conditions as stored. Those
// that the kubelet does not own come last, unchanged.
// Source: status/generate.go, Kubernetes 1.33.
List<Condition> make_conditions(const PodSpec& spec, const PodState& state, const PodStatus& status,
                                TimePoint now);

// Succeeded or Failed.
bool is_finished(const Text& phase);

}  // namespace podium::kubelet
