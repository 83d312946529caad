// One resource of one node, by name: what it has and what is asked of it. What the scores of resources
// are computed from.
#pragma once

#include <optional>

#include "control-plane/scheduler/plugin.h"

namespace podium {

struct ResourceUse {
  std::int64_t allocatable = 0, requested = 0, pod = 0;  // requested: by the pods there, without this one
};

enum class Counting : std::uint8_t {
  kTrue,    // what containers ask for
  kNonZero  // cpu and memory of containers that ask for nothing count with a default
};

// Absent if it says nothing about this pod and node: an extended resource that the pod does not ask for,
// or one that the node does not have.
std::optional<ResourceUse> use_of(const Text& resource, const Candidate& candidate, Counting counting);

// What a pod asks of an extended resource.
std::int64_t scalar_of(const std::vector<std::pair<Text, std::int64_t>>& scalars, const Text& name);

}  // namespace podium
