#include "control-plane/authorization/node_access.h"

#include <algorithm>

#include "control-plane/authorization/pod_references.h"
#include "control-plane/authorization/rule_match.h"
#include "control-plane/objects/kinds/persistent_volume.h"

namespace podium {
namespace {

constexpr std::string_view kLeaseSpace = "kube-node-lease";

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

NodeDecision denied(std::string reason = {}) { return {false, std::move(reason)}; }
NodeDecision decided(bool allowed) { return {allowed, {}}; }

// One question of a node.
struct Question {
  std::string_view node;
  const AccessRequest& request;
  const NodeSurroundings& surroundings;

  NodeDecision pods() const;
  NodeDecision nodes() const;
  NodeDecision readable(bool (*refers)(const Pod&, std::string_view)) const;
  NodeDecision claims() const;
  NodeDecision volumes() const;
  NodeDecision tokens() const;
  NodeDecision leases() const;
  NodeDecision csi_nodes() const;

  std::string unrelated() const {
    return "no relationship found between node '" + std::string(node) + "' and this object";
  }
  NodeDecision related(const std::function<bool(const Pod&)>& holds) const {
    if (request.name.empty()) return denied("No Object name found");
    const bool found = surroundings.any_pod(node, [&](const Pod& pod) {
      return (request.namespace_.empty() || pod.metadata.namespace_ == request.namespace_) && holds(pod);
    });
    return found ? decided(true) : denied(unrelated());
  }
  NodeDecision own_pod() const {
    return related([this](const Pod& pod) { return pod.metadata.name == request.name; });
  }
};

NodeDecision Question::pods() const {
  const std::string_view verb = request.verb;
  if (request.subresource == "status") return decided(one_of(verb, {"update", "patch"}));
  if (request.subresource == "eviction") return decided(verb == "create");
  if (!request.subresource.empty()) return denied();
  if (verb == "get") return own_pod();
  if (one_of(verb, {"list", "watch"})) {
    if (request.selected_node == node) return decided(true);
    if (!request.name.empty()) return own_pod();
    return denied("can only list/watch pods with spec.nodeName field selector");
  }
  return decided(one_of(verb, {"create", "delete"}));
}

NodeDecision Question::nodes() const {
  if (request.subresource == "status") return decided(one_of(request.verb, {"update", "patch"}));
  if (!request.subresource.empty()) return denied();
  if (one_of(request.verb, {"create", "update", "patch"})) return decided(true);
  if (!one_of(request.verb, {"get", "list", "watch"})) return denied();
  if (request.name == node) return decided(true);
  const std::string who = "node '" + std::string(node) + "' cannot read ";
  return denied(who + (request.name.empty() ? "all nodes" : "'" + std::string(request.name) + "'") +
                ", only its own Node object");
}

NodeDecision Question::readable(bool (*refers)(const Pod&, std::string_view)) const {
  if (!one_of(request.verb, {"get", "list", "watch"})) return denied("can only read resources of this type");
  if (!request.subresource.empty()) return denied("cannot read subresource");
  if (request.namespace_.empty()) return denied("can only read namespaced object of this type");
  return related([&](const Pod& pod) { return refers(pod, request.name); });
}

NodeDecision Question::claims() const {
  if (request.subresource == "status") {
    if (!one_of(request.verb, {"update", "patch"})) return denied("can only get/update/patch this type");
  } else if (request.verb != "get") {
    return denied("can only get individual resources of this type");
  } else if (!request.subresource.empty()) {
    return denied("cannot get subresource");
  }
  return related([&](const Pod& pod) { return refers_to_claim(pod, request.name); });
}

NodeDecision Question::volumes() const {
  if (request.verb != "get") return denied("can only get individual resources of this type");
  if (!request.subresource.empty()) return denied("cannot get subresource");
  const ObjectRef found = surroundings.find(PersistentVolume::info(), {{}, request.name});
  if (!found) return denied(unrelated());
  const auto& claim = static_cast<const PersistentVolume&>(*found).spec.value().claim_ref;
  if (!claim) return denied(unrelated());
  return related([&](const Pod& pod) {
    return pod.metadata.namespace_ == claim.value().namespace_ &&
           refers_to_claim(pod, claim.value().name.view());
  });
}

NodeDecision Question::tokens() const {
  if (request.verb != "create" || request.name.empty())
    return denied("can only create tokens for individual service accounts");
  if (request.subresource != "token") return denied("can only create token subresource of serviceaccount");
  return related([&](const Pod& pod) { return pod.spec->service_account_name == request.name; });
}

NodeDecision Question::leases() const {
  if (!one_of(request.verb, {"get", "create", "update", "patch", "delete"}))
    return denied("can only get, create, update, patch, or delete a node lease");
  if (request.namespace_ != kLeaseSpace)
    return denied("can only access leases in the \"kube-node-lease\" system namespace");
  if (request.verb != "create" && request.name != node)
    return denied("can only access node lease with the same name as the requesting node");
  return decided(true);
}

NodeDecision Question::csi_nodes() const {
  if (!one_of(request.verb, {"get", "create", "update", "patch", "delete"}))
    return denied("can only get, create, update, patch, or delete a CSINode");
  if (!request.subresource.empty()) return denied("cannot authorize CSINode subresources");
  if (request.verb != "create" && request.name != node)
    return denied("can only access CSINode with the same name as the requesting node");
  return decided(true);
}

}  // namespace

NodeDecision node_decision(std::string_view node, const AccessRequest& request,
                           const NodeSurroundings& surroundings, const List<PolicyRule>& rules) {
  const Question question{node, request, surroundings};
  const std::string_view resource = request.resource;
  if (request.path.empty() && request.group.empty()) {
    if (resource == "pods") return question.pods();
    if (resource == "nodes") return question.nodes();
    if (resource == "secrets") return question.readable(refers_to_secret);
    if (resource == "configmaps") return question.readable(refers_to_config_map);
    if (resource == "persistentvolumeclaims") return question.claims();
    if (resource == "persistentvolumes") return question.volumes();
    if (resource == "serviceaccounts") return question.tokens();
  }
  if (resource == "leases" && request.group == "coordination.k8s.io") return question.leases();
  if (resource == "csinodes" && request.group == "storage.k8s.io") return question.csi_nodes();
  return decided(std::ranges::any_of(rules, [&](const PolicyRule& rule) { return allows(rule, request); }));
}

}  // namespace podium
