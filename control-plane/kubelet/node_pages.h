// What a kubelet says of itself under a path: /healthz, /metrics/resource, /stats/summary.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

struct NodePage {
  std::string content_type, text;
};

// Nothing: there is no such page.
std::optional<NodePage> node_page(std::string_view path, const std::string& node, const NodeUse& use);

}  // namespace podium::kubelet
