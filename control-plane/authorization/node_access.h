// What a kubelet may do: what concerns its own node and the pods that are bound to it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "control-plane/authorization/access_request.h"
#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

// Where a node's pods and their claims are looked up.
class NodeSurroundings {
 public:
  virtual ~NodeSurroundings() = default;
  virtual ObjectRef find(const KindInfo& kind, const Key& key) const = 0;
  // Is there a pod bound to the node for which `holds`?
  virtual bool any_pod(std::string_view node, const std::function<bool(const Pod&)>& holds) const = 0;
};

struct NodeDecision {
  bool allowed = false;
  std::string reason;  // of a denial: what Kubernetes says about it; may be empty
};

// May the node do that? The request's user is not looked at. `rules`: those of the role system:node, for
// everything that is the same for all nodes.
// Source: plugin/pkg/auth/authorizer/node of Kubernetes 1.33. Instead of a graph, the pods of the node are
// looked through: they are few, and kubelets ask seldom.
NodeDecision node_decision(std::string_view node, const AccessRequest& request,
                           const NodeSurroundings& surroundings, const List<PolicyRule>& rules);

}  // namespace podium
