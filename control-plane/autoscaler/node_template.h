// The node that one more machine of a group would become.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/scheduler/plugin.h"
#include "runtime/env/cloud_provider.h"

namespace podium::autoscaler {

struct NodeTemplate {
  Ref<const Node> node;
  std::vector<Ref<const Pod>> pods;  // that come with it: of DaemonSets
};

inline constexpr std::string_view kToBeDeleted = "ToBeDeletedByClusterAutoscaler",
                                  kDeletionCandidate = "DeletionCandidateOfClusterAutoscaler";

// As the cloud describes the machine.
Ref<const Node> node_of(const MachineShape& shape, const std::string& name);
// Like a node that is there, without what only that one has: its name, and taints that tell of its state.
Ref<const Node> node_like(const Node& sample, const std::string& name);
// The same under another name.
Ref<const Node> renamed(const Node& node, const std::string& name);

// Pods that DaemonSets would start on the node.
std::vector<Ref<const Pod>> daemon_pods(const PluginSet& plugins,
                                        const std::vector<Ref<const DaemonSet>>& sets,
                                        const Ref<const Node>& node);

// How alike two groups' machines are: equal but for their name and zone. (Kubernetes:
// IsCloudProviderNodeInfoSimilar.)
bool similar(const Node& a, const Node& b);

}  // namespace podium::autoscaler
