// Pods that are alike in all that a scheduler looks at: what is found out about one holds for all.
#pragma once

#include <vector>

#include "control-plane/scheduler/plugin.h"

namespace podium::autoscaler {

struct PodGroup {
  PodView sample;  // the first of them, without a node
  std::vector<Ref<const Pod>> pods;
};

// Groups pods of one controller whose specs and labels are equal; others are groups of their own. In the
// order of their first pods.
std::vector<PodGroup> group_pods(const std::vector<Ref<const Pod>>& pods);

// A pod of its own right, or one that asks others to be near or far: what it does to them has to be tried.
bool holds_affinity(const Pod& pod);

}  // namespace podium::autoscaler
