// A node as its kubelet describes it.
#pragma once

#include <string>
#include <vector>

#include "control-plane/kubelet/options.h"
#include "control-plane/kubelet/pressure.h"
#include "runtime/env/container_runtime.h"

namespace podium::kubelet {

// How a node is: `ready`, or starting still, and short of what.
struct NodeHealth {
  bool ready = false;
  Pressures pressures;
};

NodeStatus make_node_status(const std::string& name, const KubeletOptions& options, const NodeHealth& health,
                            const std::vector<ImageInfo>& images, TimePoint now);
// The Node to register: not ready yet.
Ref<Node> make_node(const std::string& name, const KubeletOptions& options, TimePoint now);

// `stored` with this kubelet's status in it: conditions keep their transition times unless they
// change, and those of others stay.
Ref<Node> updated_node(const Node& stored, const NodeStatus& own, TimePoint now);
// Does `stored` say anything else than this kubelet would, heartbeats aside?
bool deviates(const Node& stored, const NodeStatus& own);
bool is_ready(const Node& node);

}  // namespace podium::kubelet
