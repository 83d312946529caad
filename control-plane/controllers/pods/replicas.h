// Keeping a number of equal pods: what ReplicaSets and ReplicationControllers do.
#pragma once

#include <vector>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium::controllers {

// What is asked for, and by whom. References outlive the call.
struct Replicas {
  ObjectRef owner;
  int wanted = 0;
  Duration min_ready{};  // how long a pod has to be Ready to count as available
  const LabelSelector& selector;
  const PodTemplateSpec& stamp;
  std::vector<Text> family;  // uids of controllers whose pods make a node crowded, the owner's included
};

// Adds to `plan` what makes them as many: claims first, then pods created or deleted, at most `burst`.
// `status`: what is known so far; true if it has to be written as it is then.
// REQUIRES: kPodsByController, kPodsByNode, kOrphanPods.
bool keep_replicas(const Snapshot& snapshot, const Replicas& replicas, int burst, const Turn& turn,
                   ReplicaSetStatus& status, Plan& plan);

}  // namespace podium::controllers
