// How much of a node a pod asks for.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "control-plane/objects/pod_spec.h"

namespace podium {

// Sums in the scheduler's integer units: cpu in milli, everything else in whole units (bytes).
struct PodRequest {
  std::int64_t cpu = 0, memory = 0, ephemeral_storage = 0;
  // With 100 m and 200 MiB for each container that names none: what scores count, never filters.
  std::int64_t nonzero_cpu = 0, nonzero_memory = 0;
  std::vector<std::pair<Text, std::int64_t>> scalars;  // extended resources, by name

  bool zero() const { return cpu == 0 && memory == 0 && ephemeral_storage == 0 && scalars.empty(); }
};

// Per resource: the greater of what runs together (containers and sidecars) and what any init
// container needs beside the sidecars started before it; plus overhead.
// Source: component-helpers/resource/helpers.go of Kubernetes 1.33.
PodRequest request_of(const PodSpec& spec);

}  // namespace podium
