// What an autoscaler scales: a workload, as its scale subresource shows it.
#pragma once

#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/metric.h"
#include "runtime/env/status.h"

namespace podium::controllers {

struct ScaleTarget {
  ObjectRef workload;
  std::int32_t wanted = 0, present = 0;  // replicas, of its spec and of its status
  LabelSelector selector;                // of its pods
};

// The kinds that can be a target.
std::vector<const KindInfo*> scaled_kinds();

// Errors: there is no such kind, or no such workload, in the words of the API server.
Result<ScaleTarget> find_target(const Snapshot& snapshot, const Text& namespace_,
                                const CrossVersionObjectReference& reference);

// A copy that asks for so many replicas. REQUIRES: one of scaled_kinds().
ObjectRef with_replicas(const Object& workload, std::int32_t replicas);

}  // namespace podium::controllers
