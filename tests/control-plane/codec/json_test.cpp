#include "control-plane/codec/json.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

// A pod that uses most shapes of fields: texts, numbers, times, quantities, maps, lists, trees.
const char* const kPod = R"({
  "kind": "Pod", "apiVersion": "v1",
  "metadata": {
    "name": "web-1", "namespace": "default", "uid": "u-1", "resourceVersion": "42", "generation": 3,
    "creationTimestamp": "2025-01-01T00:00:00Z", "labels": {"app": "web"},
    "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "u-0",
                         "controller": true, "blockOwnerDeletion": true}],
    "managedFields": [{"manager": "kubectl", "operation": "Update"}]
  },
  "spec": {
    "volumes": [{"name": "data", "emptyDir": {"medium": "Memory"}}],
    "containers": [{
      "name": "c", "image": "nginx:1.25", "args": ["-g", "daemon off;"],
      "ports": [{"containerPort": 80, "protocol": "TCP"}],
      "env": [{"name": "EMPTY"}, {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}],
      "resources": {"limits": {"cpu": "1", "memory": "64Mi"}, "requests": {"cpu": "100m"}},
      "volumeMounts": [{"name": "data", "mountPath": "/data", "mountPropagation": "None"}],
      "livenessProbe": {"httpGet": {"path": "/", "port": "http", "scheme": "HTTP"}, "periodSeconds": 10},
      "stdin": true
    }],
    "terminationGracePeriodSeconds": 0,
    "nodeSelector": {"disk": "ssd"},
    "securityContext": {},
    "tolerations": [{"key": "k", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}],
    "dnsConfig": {"options": [{"name": "ndots", "value": "2"}]}
  },
  "status": {
    "phase": "Running",
    "conditions": [{"type": "Ready", "status": "True", "lastProbeTime": null,
                    "lastTransitionTime": "2025-01-01T00:00:05Z"}],
    "containerStatuses": [{"name": "c", "state": {"running": {"startedAt": "2025-01-01T00:00:04Z"}},
                           "lastState": {}, "ready": true, "restartCount": 0, "image": "nginx:1.25",
                           "imageID": "", "started": true}]
  }
})";

json without_nulls(json tree) {
  if (tree.is_object()) {
    for (auto item = tree.begin(); item != tree.end();)
      item = item->is_null() ? tree.erase(item) : std::next(item);
  }
  if (tree.is_structured()) {
    for (json& item : tree) item = without_nulls(item);
  }
  return tree;
}

Ref<Object> read(const json& tree) {
  DecodedObject decoded = from_json(tree);
  INFO(decoded.error);
  REQUIRE(decoded.value);
  return decoded.value;
}

std::string error_of(json tree, const char* pointer, const json& value) {
  tree[json::json_pointer(pointer)] = value;
  return from_json(tree).error;
}

}  // namespace

TEST_CASE("An object survives reading and writing, with what no behaviour of ours looks into") {
  const json input = json::parse(kPod);
  const Ref<Object> pod = read(input);
  CHECK(to_json(*pod) == without_nulls(input));
  CHECK(Pod::info().equal(*pod, *read(to_json(*pod))));
}

TEST_CASE("What was read is typed") {
  const Ref<Object> object = read(json::parse(kPod));
  const Pod& pod = static_cast<const Pod&>(*object);
  CHECK(pod.metadata.resource_version == 42);
  CHECK(pod.metadata.creation_timestamp == TimePoint{std::chrono::seconds(1735689600)});
  CHECK(pod.metadata.controller()->name == "web");
  const Container& container = pod.spec->containers[0];
  CHECK(container.resources.requests.find("cpu")->milli_value() == 100);
  CHECK(container.liveness_probe->http_get->port == IntOrString("http"));
  CHECK(pod.spec->termination_grace_period_seconds == 0);
  CHECK(find_condition(pod.status->conditions, "Ready")->is_true());
}

TEST_CASE("Text without a tree says the same as the tree, kind and version first") {
  const Ref<Object> pod = read(json::parse(kPod));
  std::string text = "before ";
  write_json(*pod, text);
  CHECK(text.starts_with(R"(before {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-1",)"));
  CHECK(json::parse(text.substr(7)) == to_json(*pod));
}

TEST_CASE("Empty fields are left out, but for those that Kubernetes always writes") {
  const Deployment empty;
  CHECK(to_json(empty) ==
        json::parse(
            R"({"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {}, "spec": {}, "status": {}})"));
  Pod pod;
  pod.spec.edit().containers = {Container()};
  CHECK(to_json(pod)["spec"] == json::parse(R"({"containers": [{"name": "", "resources": {}}]})"));
}

TEST_CASE("Texts are escaped") {
  Pod pod;
  pod.metadata.annotations.set("note", "a \"quote\", a \\ and\na line\x01");
  std::string text;
  write_json(pod, text);
  CHECK(json::parse(text)["metadata"]["annotations"]["note"] == "a \"quote\", a \\ and\na line\x01");
}

TEST_CASE("Micro times keep six digits, times none") {
  Lease lease;
  lease.spec.renew_time.at = TimePoint{std::chrono::microseconds(1'735'689'600'000'123)};
  lease.metadata.creation_timestamp = lease.spec.renew_time.at;
  const json written = to_json(lease);
  CHECK(written["spec"]["renewTime"] == "2025-01-01T00:00:00.000123Z");
  CHECK(written["metadata"]["creationTimestamp"] == "2025-01-01T00:00:00Z");
}

TEST_CASE("A value of the wrong type is an error that names path, value and what was expected") {
  const json pod = json::parse(kPod);
  CHECK(error_of(pod, "/spec/containers/0/name", 7) == "spec.containers[0].name: 7: expected a string");
  CHECK(error_of(pod, "/spec/containers", "x") == "spec.containers: \"x\": expected a list");
  CHECK(error_of(pod, "/spec/containers/0", 1) == "spec.containers[0]: 1: expected an object");
  CHECK(error_of(pod, "/spec/terminationGracePeriodSeconds", "3") ==
        "spec.terminationGracePeriodSeconds: \"3\": expected a whole number");
  CHECK(error_of(pod, "/spec/priority", 3'000'000'000) ==
        "spec.priority: 3000000000: expected a number that fits 32 bits");
  CHECK(error_of(pod, "/metadata/labels/app", 1) == "metadata.labels.app: 1: expected a string");
  CHECK(error_of(pod, "/metadata/creationTimestamp", "today") ==
        "metadata.creationTimestamp: \"today\": expected a time such as 2025-01-01T00:00:00Z");
  CHECK(error_of(pod, "/spec/containers/0/livenessProbe/httpGet/port", true) ==
        "spec.containers[0].livenessProbe.httpGet.port: true: expected a whole number or a string");
  CHECK(error_of(pod, "/spec/hostNetwork", "yes") == "spec.hostNetwork: \"yes\": expected true or false");
  CHECK(error_of(pod, "/spec/containers/0/resources/limits/cpu", "1x")
            .starts_with("spec.containers[0].resources.limits.cpu: \"1x\": expected quantities must match"));
}

TEST_CASE("A number is a quantity too") {
  json pod = json::parse(kPod);
  pod["spec"]["containers"][0]["resources"]["limits"]["cpu"] = 1.5;
  CHECK(to_json(*read(pod))["spec"]["containers"][0]["resources"]["limits"]["cpu"] == "1500m");
}

TEST_CASE("An object of no kind, or of one that is not served, is an error") {
  CHECK(from_json(json::parse(R"({"apiVersion": "v1", "kind": "Pot"})")).error ==
        "no matches for kind \"Pot\" in version \"v1\"");
  CHECK(from_json(json::parse(R"({"apiVersion": "v1", "kind": "Deployment"})")).error ==
        "no matches for kind \"Deployment\" in version \"v1\"");
  CHECK_FALSE(from_json(json("text")).error.empty());
  CHECK_FALSE(from_json(Pod::info(), json::array()).error.empty());
}

TEST_CASE("Parts of an object are found by path, index or key") {
  const Ref<Object> pod = read(json::parse(kPod));
  CHECK(get_path(*pod, "status.conditions[0].type") == json("Ready"));
  CHECK(get_path(*pod, "status.conditions[type=Ready].status") == json("True"));
  CHECK(get_path(*pod, "spec.containers[0].resources.requests") == json{{"cpu", "100m"}});
  CHECK(get_path(*pod, "kind") == json("Pod"));
  CHECK_FALSE(get_path(*pod, "status.conditions[7].type"));
  CHECK_FALSE(get_path(*pod, "status.conditions[type=Nope].status"));
  CHECK_FALSE(get_path(*pod, "spec.nope.name"));
  CHECK_FALSE(get_path(*pod, "spec.containers[0"));
}

TEST_CASE("An empty struct that is always written reads as absent, an empty selector does not") {
  const json tree = json::parse(R"({"apiVersion": "apps/v1", "kind": "Deployment",
                                    "spec": {"selector": {}, "template": {}}, "status": {}})");
  const Ref<Object> object = read(tree);
  const Deployment& deployment = static_cast<const Deployment&>(*object);
  CHECK_FALSE(deployment.status);
  CHECK_FALSE(deployment.spec->template_);
  CHECK(deployment.spec->selector);
}
