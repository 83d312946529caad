// Nodes as `kubectl get nodes` shows them.
#include "control-plane/objects/kinds/node.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string status_of(const Node& node) {
  const Condition* ready = find_condition(node.status.value().conditions, "Ready");
  std::string text = ready == nullptr ? "Unknown" : ready->is_true() ? "Ready" : "NotReady";
  if (node.spec.value().unschedulable) text += ",SchedulingDisabled";
  return text;
}

std::string roles_of(const Node& node) {
  constexpr std::string_view kPrefix = "node-role.kubernetes.io/";
  std::vector<std::string> roles;
  for (const auto& [key, value] : node.metadata.labels) {
    if (key.view().starts_with(kPrefix) && key.size() > kPrefix.size()) {
      roles.emplace_back(key.view().substr(kPrefix.size()));
    } else if (key == "kubernetes.io/role" && !value.empty()) {
      roles.push_back(value.str());
    }
  }
  return or_none(join(roles, ","));
}

std::string address(const Node& node, std::string_view type) {
  for (const NodeAddress& a : node.status.value().addresses) {
    if (a.type_.view() == type) return a.address.str();
  }
  return "<none>";
}

std::string or_unknown(const Text& text) { return text.empty() ? "<unknown>" : text.str(); }

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& node = static_cast<const Node&>(object);
  const NodeSystemInfo& info = node.status.value().node_info.value();
  return {node.metadata.name.str(),
          status_of(node),
          roles_of(node),
          age(node.metadata.creation_timestamp, now),
          info.kubelet_version.str(),
          address(node, "InternalIP"),
          address(node, "ExternalIP"),
          or_unknown(info.os_image),
          or_unknown(info.kernel_version),
          or_unknown(info.container_runtime_version)};
}

}  // namespace

Printer node_printer() {
  return {&Node::info(),
          {{"Name", "string", "name"},
           {"Status"},
           {"Roles"},
           {"Age"},
           {"Version"},
           {"Internal-IP", "string", "", 1},
           {"External-IP", "string", "", 1},
           {"OS-Image", "string", "", 1},
           {"Kernel-Version", "string", "", 1},
           {"Container-Runtime", "string", "", 1}},
          &row};
}

}  // namespace podium
