// NodeRestriction: a kubelet writes its own node, and of pods those that are bound to it.
// Source: plugin/pkg/admission/noderestriction of Kubernetes 1.33.
#include <algorithm>
#include <functional>

#include "control-plane/api/state.h"
#include "control-plane/authorization/users.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {
namespace {

constexpr const char* kMirror = "kubernetes.io/config.mirror";
constexpr std::string_view kRole = "node-role.kubernetes.io/";
constexpr std::string_view kRestricted = "node-restriction.kubernetes.io/";

// Labels of these domains that a kubelet may set on its node.
bool kubelet_label(std::string_view key) {
  static constexpr std::string_view kAllowed[] = {"kubernetes.io/hostname",
                                                  "kubernetes.io/arch",
                                                  "kubernetes.io/os",
                                                  "beta.kubernetes.io/arch",
                                                  "beta.kubernetes.io/os",
                                                  "beta.kubernetes.io/instance-type",
                                                  "node.kubernetes.io/instance-type",
                                                  "failure-domain.beta.kubernetes.io/zone",
                                                  "failure-domain.beta.kubernetes.io/region",
                                                  "topology.kubernetes.io/zone",
                                                  "topology.kubernetes.io/region"};
  if (std::ranges::find(kAllowed, key) != std::end(kAllowed)) return true;
  const std::string_view domain = key.substr(0, std::min(key.find('/'), key.size()));
  const auto within = [&](std::string_view parent) {
    return domain == parent || (domain.ends_with(parent) && domain[domain.size() - parent.size() - 1] == '.');
  };
  return within("kubelet.kubernetes.io") || within("node.kubernetes.io");
}

bool reserved_domain(std::string_view key) {
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view domain = key.substr(0, slash);
  return domain == "kubernetes.io" || domain.ends_with(".kubernetes.io") || domain == "k8s.io" ||
         domain.ends_with(".k8s.io");
}

std::string changed_labels(const ObjectMeta* before, const ObjectMeta& fresh,
                           const std::function<bool(std::string_view)>& forbidden_key) {
  std::vector<std::string> keys;
  const auto look = [&](const Labels& labels, const Labels* others) {
    for (const auto& [key, value] : labels) {
      const bool same = others != nullptr && others->get(key) == value;
      if (!same && forbidden_key(key.view())) keys.push_back(key.str());
    }
  };
  look(fresh.labels, before == nullptr ? nullptr : &before->labels);
  if (before != nullptr) look(before->labels, &fresh.labels);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + key;
  return text;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
std::string who(std::string_view node) { return "node " + quoted(node); }

// Each says why the write is forbidden; empty: it is not.
std::string node_fault(std::string_view node, const ApiRequest& request, const Object* before,
                       const Node* fresh, bool free_roles) {
  const Text& name = fresh != nullptr ? fresh->metadata.name : before->metadata.name;
  if (name != node) {
    return who(node) + " is not allowed to modify node " + quoted(name.view());
  }
  if (fresh == nullptr || request.subresource == "status") return "";
  const auto* old = static_cast<const Node*>(before);
  if (old != nullptr && !(old->spec.value().taints == fresh->spec.value().taints))
    return who(node) + " is not allowed to modify taints";
  const auto restricted = [&](std::string_view key) {
    if (free_roles && key.starts_with(kRole)) return false;
    return key.starts_with(kRestricted) || (reserved_domain(key) && !kubelet_label(key));
  };
  const std::string labels =
      changed_labels(old == nullptr ? nullptr : &old->metadata, fresh->metadata, restricted);
  if (labels.empty()) return "";
  return "is not allowed to " +
         std::string(old == nullptr ? "set the following labels: " : "modify labels: ") + labels;
}

std::string pod_fault(std::string_view node, const ApiRequest& request, const Object* before,
                      const Pod* fresh) {
  const Pod& pod = fresh != nullptr ? *fresh : static_cast<const Pod&>(*before);
  const bool own = pod.spec->node_name == node;
  if (request.subresource == "eviction")
    return own ? "" : who(node) + " can only evict pods with spec.nodeName set to itself";
  if (before == nullptr) {
    if (!pod.metadata.annotations.contains(kMirror))
      return "pod does not have " + quoted(kMirror) + " annotation, " + who(node) +
             " can only create mirror pods";
    return own ? "" : who(node) + " can only create pods with spec.nodeName set to itself";
  }
  const Pod& old = static_cast<const Pod&>(*before);
  if (fresh == nullptr)
    return old.spec->node_name == node ? ""
                                       : who(node) + " can only delete pods with spec.nodeName set to itself";
  if (request.subresource != "status") return "";
  if (!(old.spec->node_name == node))
    return who(node) + " can only update pod status for pods with spec.nodeName set to itself";
  return old.metadata.labels == fresh->metadata.labels
             ? ""
             : who(node) + " cannot update labels through pod status";
}

}  // namespace

ApiStatus ApiServer::State::check_node(const ApiRequest& request, const Object* before,
                                       const Object* fresh) const {
  if (request.user == nullptr) return {};
  const std::string_view node = node_of(*request.user);
  if (node.empty()) return {};
  const Object& object = fresh != nullptr ? *fresh : *before;
  std::string fault;
  if (is<Node>(object))
    fault = node_fault(node, request, before, static_cast<const Node*>(fresh),
                       before == nullptr && options.nodes_tell_roles);
  else if (is<Pod>(object))
    fault = pod_fault(node, request, before, static_cast<const Pod*>(fresh));
  else if (is<Lease>(object) && object.metadata.name != node)
    fault = "can only access node lease with the same name as the requesting node";
  return fault.empty() ? ApiStatus() : forbidden(object.kind(), object.metadata.name, fault);
}

}  // namespace podium
