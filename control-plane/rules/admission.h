// What admission adds to new objects: pure, and sharing what it adds.
#pragma once

#include <string_view>

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

// Default tolerations of 300 s (DefaultTolerationSeconds), the service account (ServiceAccount) and,
// with `token_volume`, its token mounted as kube-api-access-<suffix>.
void admit_pod(Pod& pod, bool token_volume, std::string_view suffix);

// A new node is not ready until it says so (TaintNodesByCondition).
void admit_node(Node& node);

}  // namespace podium
