// How many more machines of a group do pods need? Tried out, pod by pod, on nodes that are not there yet.
// Source: estimator/binpacking_estimator.go of cluster-autoscaler 1.33.
#pragma once

#include <vector>

#include "control-plane/autoscaler/node_template.h"
#include "control-plane/autoscaler/pod_group.h"

namespace podium::autoscaler {

struct Estimate {
  int nodes = 0;                     // that got a pod
  std::vector<Ref<const Pod>> pods;  // that would run on them
};

// Packs groups of pods onto at most `limit` new nodes: those that ask for the most first, each pod onto the
// first node that takes it. REQUIRES: each group fits on an empty node of its own. The view is afterwards as
// it was, its rows void.
Estimate estimate(const PluginSet& plugins, SchedulingView& view, const NodeTemplate& made,
                  std::vector<const PodGroup*> groups, int limit);

}  // namespace podium::autoscaler
