#include "control-plane/rules/admission.h"

#include "control-plane/rules/admission/priority.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

json admitted(const std::string& yaml, bool token = false) {
  const Ref<Object> pod = make::defaulted(yaml);
  REQUIRE(admit_priority(static_cast<Pod&>(*pod), {}).empty());
  admit_pod(static_cast<Pod&>(*pod), token, "abcde");
  return to_json(*pod)["spec"];
}

}  // namespace

TEST_CASE("A pod tolerates failing nodes for five minutes, unless it says otherwise") {
  const json both = json::parse(R"([
    {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
    {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}])");
  CHECK(admitted(make::pod())["tolerations"] == both);
  const json own =
      admitted(make::pod("", "tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}]"));
  CHECK(own["tolerations"].size() == 2);
  CHECK(own["tolerations"][1] == both[1]);
  CHECK(admitted(make::pod("", "tolerations: [{operator: Exists}]"))["tolerations"].size() == 1);
}

TEST_CASE("Pods without tolerations of their own share one list") {
  const Ref<Object> one = make::defaulted(make::pod()), two = make::defaulted(make::pod("args: [x]"));
  admit_pod(static_cast<Pod&>(*one), false, "");
  admit_pod(static_cast<Pod&>(*two), false, "");
  CHECK(static_cast<Pod&>(*one).spec->tolerations.identity() ==
        static_cast<Pod&>(*two).spec->tolerations.identity());
}

TEST_CASE("A pod gets an account and a priority") {
  const json plain = admitted(make::pod());
  CHECK(plain["serviceAccountName"] == "default");
  CHECK(plain["serviceAccount"] == "default");
  CHECK(plain["priority"] == 0);
  CHECK(plain["preemptionPolicy"] == "PreemptLowerPriority");
  const json vital =
      admitted(make::pod("", "priorityClassName: system-node-critical\n  serviceAccountName: robot"));
  CHECK(vital["priority"] == 2000001000);
  CHECK(vital["serviceAccount"] == "robot");
}

TEST_CASE("The account's token is mounted into every container, once, if wanted") {
  const json spec = admitted(make::pod(), true);
  CHECK(spec["volumes"] ==
        json::parse(R"([{"name": "kube-api-access-abcde", "projected": {"defaultMode": 420, "sources": [
    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
    {"downwardAPI": {"items": [{"path": "namespace",
                                "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}]}}])"));
  CHECK(spec["containers"][0]["volumeMounts"] ==
        json::parse(R"([{"name": "kube-api-access-abcde", "readOnly": true,
    "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}])"));
  CHECK_FALSE(admitted(make::pod("", "automountServiceAccountToken: false"), true).contains("volumes"));
  const std::string own =
      "volumeMounts: [{name: v, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]";
  CHECK(admitted(make::pod(own, "volumes: [{name: v}]"), true)["volumes"].size() == 1);
}

TEST_CASE("Without a token a pod's containers stay its template's") {
  const Ref<Object> object = make::defaulted(make::pod());
  Pod& pod = static_cast<Pod&>(*object);
  const List<Container> before = pod.spec->containers;
  admit_pod(pod, false, "");
  CHECK(pod.spec->containers.identity() == before.identity());
  CHECK(rules_of(Pod::info()).validate(pod).empty());
}

TEST_CASE("A new node is tainted until it is ready, once") {
  Node node;
  admit_node(node);
  admit_node(node);
  REQUIRE(node.spec->taints.size() == 1);
  CHECK(node.spec->taints[0].key == "node.kubernetes.io/not-ready");
  CHECK(node.spec->taints[0].effect == "NoSchedule");
}
