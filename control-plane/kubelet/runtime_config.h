// A pod's spec in the runtime's words.
#pragma once

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// A label of containers beside their pod's: what an init container is marked with, so that models and
// people can tell it.
inline constexpr const char* kRoleLabel = "podium.dev/role";
inline constexpr const char* kInitRole = "init";

SandboxConfig sandbox_config(const Pod& pod);
ContainerConfig container_config(const Pod& pod, const Container& container, const SandboxId& sandbox,
                                 int attempt);
ProbeConfig probe_config(const Container& container, const Probe& probe);

}  // namespace podium::kubelet
