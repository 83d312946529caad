// How much of a node a pod asks for.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium {

// A port of the node itself that a container wants for its own.
struct HostPort {
  Text ip, protocol;  // "0.0.0.0" stands for every address
  std::int32_t port = 0;

  bool operator==(const HostPort&) const = default;
  bool clashes(const HostPort& other) const;
};

// Sums in the scheduler's integer units: cpu in milli, everything else in whole units (bytes).
struct PodRequest {
  std::int64_t cpu = 0, memory = 0, ephemeral_storage = 0;
  // With 100 m and 200 MiB for each container that names none: what scores count, never filters.
  std::int64_t nonzero_cpu = 0, nonzero_memory = 0;
  std::vector<std::pair<Text, std::int64_t>> scalars;  // extended resources, by name
  std::vector<HostPort> ports;

  bool operator==(const PodRequest&) const = default;
  bool zero() const { return cpu == 0 && memory == 0 && ephemeral_storage == 0 && scalars.empty(); }
};

// Per resource: the greater of what runs together (containers and sidecars) and what any init
// container needs beside the sidecars started before it; plus overhead.
// Source: component-helpers/resource/helpers.go of Kubernetes 1.33.
PodRequest request_of(const PodSpec& spec);
// The same of a pod that may be in the middle of a resize: of each container the greater of what it asks
// for and what it has been given; only the latter if its node never can grant the former.
PodRequest request_of(const Pod& pod);
// Has the node given all containers what they ask for, as far as it says? Costs some comparisons of
// pointers.
bool asks_for_what_it_has(const Pod& pod);

}  // namespace podium
