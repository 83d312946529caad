#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

json after_defaults(const std::string& yaml) { return to_json(*make::defaulted(yaml)); }

// What the kubelets of a workload's pods are told: the template as its defaults leave it.
Ref<Pod> stamp(const PodTemplateSpec& from) {
  auto pod = make_ref<Pod>();
  pod->metadata.name = "p";
  pod->metadata.namespace_ = "default";
  pod->spec = from.spec;
  return pod;
}

}  // namespace

TEST_CASE("A new pod gets what a real API server gave it") {
  CHECK(after_defaults(make::pod())["spec"] == json::parse(R"({
    "containers": [{"name": "c", "image": "nginx", "resources": {},
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                    "imagePullPolicy": "Always"}],
    "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
    "securityContext": {}, "schedulerName": "default-scheduler", "enableServiceLinks": true})"));
  CHECK(after_defaults(make::pod())["status"] ==
        json::parse(R"({"phase": "Pending", "qosClass": "BestEffort"})"));
}

TEST_CASE("Images of the tag latest, or of none, are always pulled; others only if absent") {
  const auto policy = [](const std::string& image) {
    return after_defaults("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: c, image: '" + image +
                          "'}]}\n")["spec"]["containers"][0]["imagePullPolicy"];
  };
  CHECK(policy("nginx") == "Always");
  CHECK(policy("nginx:latest") == "Always");
  CHECK(policy("nginx:1.25") == "IfNotPresent");
  CHECK(policy("registry:5000/nginx") == "Always");
  CHECK(policy("registry:5000/nginx:1.25") == "IfNotPresent");
  CHECK(policy("nginx@sha256:0123") == "IfNotPresent");
}

TEST_CASE("Limits become missing requests in pods, and not in templates") {
  const std::string limits = "resources: {limits: {cpu: 1, memory: 64Mi}, requests: {cpu: 500m}}";
  const json pod = after_defaults(make::pod(limits));
  CHECK(pod["spec"]["containers"][0]["resources"]["requests"] ==
        json::parse(R"({"cpu": "500m", "memory": "64Mi"})"));
  CHECK(pod["status"]["qosClass"] == "Burstable");
  CHECK(after_defaults(make::pod("resources: {limits: {cpu: 1, memory: 64Mi}}"))["status"]["qosClass"] ==
        "Guaranteed");
  const json deployment = after_defaults(
      "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: c, image: a:1, " +
      limits + "}]}}}\n");
  CHECK(deployment["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"] ==
        json{{"cpu", "500m"}});
  CHECK_FALSE(deployment["spec"]["template"]["spec"].contains("enableServiceLinks"));
}

TEST_CASE("Probes and hooks get their times, path and scheme") {
  const json container =
      after_defaults(make::pod("livenessProbe: {httpGet: {port: 80}}, readinessProbe: {exec: "
                               "{command: [a]}, periodSeconds: 3}, lifecycle: {preStop: "
                               "{httpGet: {port: 80}}}"))["spec"]["containers"][0];
  CHECK(container["livenessProbe"] == json::parse(R"({"httpGet": {"path": "/", "port": 80, "scheme": "HTTP"},
    "timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3})"));
  CHECK(container["readinessProbe"]["periodSeconds"] == 3);
  CHECK(container["readinessProbe"]["failureThreshold"] == 3);
  CHECK(container["lifecycle"]["preStop"]["httpGet"]["scheme"] == "HTTP");
}

TEST_CASE("Volumes get a source and its modes, field references a version") {
  const json spec = after_defaults(make::pod(
      "env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]",
      "volumes: [{name: a}, {name: b, secret: {secretName: s}}, {name: c, hostPath: {path: /x}}, {name: d, "
      "projected: "
      "{sources: [{serviceAccountToken: {path: t}}, {downwardAPI: {items: [{path: p, fieldRef: {fieldPath: "
      "metadata.name}}]}}]}}]"))["spec"];
  CHECK(spec["volumes"] == json::parse(R"([
    {"name": "a", "emptyDir": {}}, {"name": "b", "secret": {"secretName": "s", "defaultMode": 420}},
    {"name": "c", "hostPath": {"path": "/x", "type": ""}},
    {"name": "d", "projected": {"defaultMode": 420, "sources": [
      {"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}},
      {"downwardAPI": {"items": [{"path": "p", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}]}}]}}])"));
  CHECK(spec["containers"][0]["env"][0]["valueFrom"]["fieldRef"]["apiVersion"] == "v1");
}

TEST_CASE("On the host's network a pod's ports are the host's") {
  const json spec = after_defaults(make::pod("ports: [{containerPort: 80}]", "hostNetwork: true"))["spec"];
  CHECK(spec["containers"][0]["ports"] ==
        json::parse(R"([{"hostPort": 80, "containerPort": 80, "protocol": "TCP"}])"));
}

TEST_CASE("Workloads get replicas, strategy and history") {
  const json spec = after_defaults(make::deployment())["spec"];
  CHECK(spec["replicas"] == 1);
  CHECK(spec["strategy"] == json::parse(R"({"type": "RollingUpdate",
                                            "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}})"));
  CHECK(spec["revisionHistoryLimit"] == 10);
  CHECK(spec["progressDeadlineSeconds"] == 600);
  CHECK(after_defaults("apiVersion: apps/v1\nkind: ReplicaSet\nspec: {}\n")["spec"]["replicas"] == 1);
  CHECK_FALSE(after_defaults(make::deployment("strategy: {type: Recreate}"))["spec"]["strategy"].contains(
      "rollingUpdate"));
  CHECK(after_defaults(make::deployment("replicas: 0"))["spec"]["replicas"] == 0);
}

TEST_CASE("Services get a type, protocols, target ports and policies") {
  CHECK(after_defaults(make::service("ports: [{port: 80}]"))["spec"] ==
        json::parse(R"({"ports": [{"protocol": "TCP", "port": 80, "targetPort": 80}], "type": "ClusterIP",
                        "sessionAffinity": "None", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
                        "internalTrafficPolicy": "Cluster"})"));
  const json balanced =
      after_defaults(make::service("type: LoadBalancer, sessionAffinity: ClientIP, ports: [{port: 80, "
                                   "targetPort: http}]"));
  CHECK(balanced["spec"]["externalTrafficPolicy"] == "Cluster");
  CHECK(balanced["spec"]["allocateLoadBalancerNodePorts"] == true);
  CHECK(balanced["spec"]["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"] == 10800);
  CHECK(balanced["spec"]["ports"][0]["targetPort"] == "http");
  CHECK(balanced["status"] == json::parse(R"({"loadBalancer": {}})"));
}

TEST_CASE(
    "Namespaces get their name as a label and a finalizer; nodes what they have to give; secrets base64") {
  const json space = after_defaults("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
  CHECK(space["metadata"]["labels"] == json{{"kubernetes.io/metadata.name", "x"}});
  CHECK(space["spec"]["finalizers"] == json{"kubernetes"});
  CHECK(space["status"]["phase"] == "Active");
  const json node = after_defaults("apiVersion: v1\nkind: Node\nstatus: {capacity: {cpu: 4}}\n");
  CHECK(node["status"]["allocatable"] == json{{"cpu", "4"}});
  const json secret =
      after_defaults("apiVersion: v1\nkind: Secret\nstringData: {a: x, b: 'yz', c: 'xyz', d: ''}\n");
  CHECK(secret["data"] == json::parse(R"({"a": "eA==", "b": "eXo=", "c": "eHl6", "d": ""})"));
  CHECK(secret["type"] == "Opaque");
  CHECK_FALSE(secret.contains("stringData"));
}

TEST_CASE("Defaults are set once: setting them again changes nothing and copies nothing") {
  const char* const volumes =
      "volumes: [{name: a}, {name: b, secret: {secretName: s}}, {name: c, projected: {}}]";
  const Ref<Object> object = make::defaulted(make::pod(
      "livenessProbe: {httpGet: {port: 80}}, env: [{name: A, valueFrom: {fieldRef: {fieldPath: x}}}], "
      "resources: {limits: {cpu: 1}}",
      volumes));
  Pod& pod = static_cast<Pod&>(*object);
  const Box<PodSpec> before = pod.spec;
  rules_of(Pod::info()).set_defaults(pod);
  CHECK(pod.spec.same_as(before));
}

TEST_CASE(
    "A pod that is stamped from a template with defaults shares the template's containers and volumes") {
  const Ref<Object> object = make::defaulted(
      "apiVersion: apps/v1\nkind: ReplicaSet\nspec: {template: {spec: {volumes: [{name: v}], containers: "
      "[{name: c, image: "
      "nginx, ports: [{containerPort: 80}], readinessProbe: {httpGet: {port: 80}}, resources: {requests: "
      "{cpu: 1}}}]}}}\n");
  const PodTemplateSpec& from = *static_cast<const ReplicaSet&>(*object).spec->template_;
  const Ref<Pod> pod = stamp(from);
  rules_of(Pod::info()).set_defaults(*pod);
  CHECK(pod->spec->containers.identity() == from.spec->containers.identity());
  CHECK(pod->spec->volumes.identity() == from.spec->volumes.identity());
  CHECK(pod->spec->enable_service_links == true);
}
