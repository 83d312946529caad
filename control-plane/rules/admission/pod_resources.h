// What a pod asks for as a whole, by the names that it uses.
#pragma once

#include "control-plane/objects/pod_spec.h"

namespace podium {

// Per resource: the greater of what runs together (containers and sidecars) and what any init container
// needs beside the sidecars started before it; with `overhead`, plus the pod's own.
// Source: component-helpers/resource/helpers.go of Kubernetes 1.33.
ResourceList pod_requests(const PodSpec& spec, bool overhead);
// The same of limits; the overhead counts only for resources that are limited.
ResourceList pod_limits(const PodSpec& spec, bool overhead);

// No container names cpu or memory at all.
bool is_best_effort(const PodSpec& spec);

}  // namespace podium
