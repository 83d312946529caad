// What a kubelet may do, by the pods that are bound to its node.
#include "control-plane/authorization/node_access.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/persistent_volume.h"
#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;
using nlohmann::json;

namespace {

Ref<Pod> pod_of(const char* name, const char* node) {
  const auto pod = make_ref<Pod>();
  pod->metadata.namespace_ = "ns";
  pod->metadata.name = name;
  PodSpec& spec = pod->spec.edit();
  spec.node_name = node;
  spec.service_account_name = "robot";
  Volume volume;
  volume.name = "v";
  volume.rest = Tree(json::parse(R"({"projected": {"sources": [{"configMap": {"name": "settings"}}]}})"));
  Volume claimed;
  claimed.name = "c";
  claimed.rest = Tree(json::parse(R"({"persistentVolumeClaim": {"claimName": "disk"}})"));
  Volume scratch;
  scratch.name = "scratch";
  scratch.rest = Tree(json::parse(R"({"ephemeral": {}})"));
  spec.volumes = {volume, claimed, scratch};
  Container container;
  EnvVar variable;
  variable.value_from = Tree(json::parse(R"({"secretKeyRef": {"name": "password", "key": "k"}})"));
  container.env = {variable};
  spec.containers = {container};
  spec.rest = Tree(json::parse(R"({"imagePullSecrets": [{"name": "registry"}]})"));
  return pod;
}

struct World final : NodeSurroundings {
  ObjectRef find(const KindInfo& kind, const Key& key) const override {
    if (&kind != &PersistentVolume::info() || !(key.name == "pv")) return nullptr;
    const auto volume = make_ref<PersistentVolume>();
    volume->spec.edit().claim_ref.edit().namespace_ = "ns";
    volume->spec.edit().claim_ref.edit().name = "disk";
    return volume;
  }
  bool any_pod(std::string_view node, const std::function<bool(const Pod&)>& holds) const override {
    for (const auto& pod : {pod_of("a", "n1"), pod_of("b", "n2")}) {
      if (pod->spec->node_name == node && holds(*pod)) return true;
    }
    return false;
  }
};

NodeDecision decide(const char* node, const AccessRequest& request) {
  return node_decision(node, request, World(), {rule("get,list,watch", "", "services")});
}
bool may(const char* node, const AccessRequest& request) { return decide(node, request).allowed; }

}  // namespace

TEST_CASE("A kubelet reads what its own pods refer to, and nothing else of these kinds") {
  for (const auto& [resource, name] : std::vector<std::pair<const char*, const char*>>{
           {"secrets", "password"}, {"secrets", "registry"}, {"configmaps", "settings"}}) {
    INFO(name);
    CHECK(may("n1", ask("", "get", "", resource, "ns", name)));
    CHECK(may("n1", ask("", "watch", "", resource, "ns", name)));
    CHECK_FALSE(may("n3", ask("", "get", "", resource, "ns", name)));
    CHECK_FALSE(may("n1", ask("", "get", "", resource, "other", name)));
    CHECK_FALSE(may("n1", ask("", "update", "", resource, "ns", name)));
  }
  CHECK(decide("n1", ask("", "get", "", "secrets", "ns", "settings")).reason ==
        "no relationship found between node 'n1' and this object");
  CHECK(decide("n1", ask("", "list", "", "secrets", "ns")).reason == "No Object name found");
  CHECK(may("n1", ask("", "get", "", "persistentvolumeclaims", "ns", "disk")));
  CHECK(may("n1", ask("", "get", "", "persistentvolumeclaims", "ns", "a-scratch")));
  CHECK_FALSE(may("n1", ask("", "get", "", "persistentvolumeclaims", "ns", "b-scratch")));
  CHECK(may("n1", ask("", "get", "", "persistentvolumes", "", "pv")));
  CHECK_FALSE(may("n3", ask("", "get", "", "persistentvolumes", "", "pv")));
}

TEST_CASE("A kubelet sees its own pods, node and lease; what is the same for all nodes is in their role") {
  CHECK(may("n1", ask("", "get", "", "pods", "ns", "a")));
  CHECK_FALSE(may("n1", ask("", "get", "", "pods", "ns", "b")));
  CHECK(decide("n1", ask("", "list", "", "pods", "")).reason ==
        "can only list/watch pods with spec.nodeName field selector");
  AccessRequest own = ask("", "watch", "", "pods", "");
  own.selected_node = "n1";
  CHECK(may("n1", own));
  CHECK_FALSE(may("n2", own));
  CHECK(may("n1", ask("", "get", "", "nodes", "", "n1")));
  CHECK(decide("n1", ask("", "get", "", "nodes", "", "n2")).reason ==
        "node 'n1' cannot read 'n2', only its own Node object");
  CHECK(may("n1", ask("", "update", "coordination.k8s.io", "leases", "kube-node-lease", "n1")));
  CHECK_FALSE(may("n1", ask("", "update", "coordination.k8s.io", "leases", "kube-node-lease", "n2")));
  CHECK(may("n1", ask("", "list", "", "services", "")));
  CHECK_FALSE(may("n1", ask("", "list", "apps", "deployments", "")));
}

TEST_CASE("A kubelet gets tokens for the accounts of its own pods") {
  AccessRequest token = ask("", "create", "", "serviceaccounts", "ns", "robot");
  token.subresource = "token";
  CHECK(may("n1", token));
  CHECK_FALSE(may("n3", token));
  token.name = "other";
  CHECK_FALSE(may("n1", token));
}
