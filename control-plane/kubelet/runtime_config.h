// A pod's spec in the runtime's words.
#pragma once

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// A label of containers beside their pod's: what an init container is marked with, so that models and
// people can tell it.
inline constexpr const char* kRoleLabel = "podium.dev/role";
inline constexpr const char* kInitRole = "init";
inline constexpr const char* kEphemeralRole = "ephemeral";

SandboxConfig sandbox_config(const Pod& pod);
// Of containers[i], with the resources that `state` grants it; its environment and files are still to
// come, and its command may refer to them.
ContainerConfig container_config(const Pod& pod, const PodState& state, std::size_t i, int attempt);
// Who the kernel kills first. Source: GetContainerOOMScoreAdjust of kubelet/qos/policy.go.
int oom_score_adj(const Pod& pod, std::size_t i, std::int64_t node_memory);
ContainerShare share_of(const ResourceRequirements& resources);
ProbeConfig probe_config(const Container& container, const Probe& probe);
// A request of a lifecycle hook, as a probe of which only the first result counts.
ProbeConfig hook_config(const Container& container, const HttpGetAction& get);

}  // namespace podium::kubelet
