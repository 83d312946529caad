// Which nodes a DaemonSet's pods belong on, and what such a pod looks like.
#pragma once

#include <string>

#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

struct Fitness {
  bool runs = false;   // the node shall have a pod
  bool stays = false;  // a pod that is there may stay

  bool operator==(const Fitness&) const = default;
};

// By node name, selector, affinity and taints; room on the node does not matter. (NodeShouldRunDaemonPod)
Fitness fitness(const DaemonSet& set, const Node& node);

// A pod for that node. It is not bound: it requires the node by affinity, and the scheduler binds it. It
// tolerates what befalls nodes, so that it stays where others are evicted.
Ref<const Pod> daemon_pod(const DaemonSet& set, const Text& node, const std::string& hash);

// The node that a daemon pod is on, or meant for; empty if none can be told.
Text node_meant(const Pod& pod);

}  // namespace podium::controllers
