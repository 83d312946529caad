#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::pod;

namespace {

const std::string kTcpPorts = "must be between 1 and 65535, inclusive";

std::string pod_named(const std::string& metadata) {
  return "apiVersion: v1\nkind: Pod\nmetadata: {" + metadata +
         "}\nspec: {containers: [{name: c, image: nginx}]}\n";
}

}  // namespace

TEST_CASE("A sound pod has no faults") {
  CHECK(faults(pod()).empty());
  CHECK(
      faults(
          pod("ports: [{name: http, containerPort: 80}], resources: {requests: {cpu: 1, example.com/gpu: 2}, "
              "limits: {cpu: 2, example.com/gpu: 2}}, volumeMounts: [{name: v, mountPath: /v}]",
              "volumes: [{name: v}]"))
          .empty());
}

TEST_CASE("Names are required and have a form") {
  CHECK(faults(pod_named("namespace: default")) ==
        Lines{"metadata.name: Required value: name or generateName is required"});
  CHECK(faults(pod_named("name: p")) == Lines{"metadata.namespace: Required value"});
  CHECK(
      faults(pod_named("name: Bad_Name, namespace: default")) ==
      Lines{
          "metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower "
          "case "
          "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
          "'example.com', regex used for validation is "
          "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
  CHECK(faults(pod_named("name: a.b-1, namespace: default")).empty());
}

TEST_CASE("Labels have keys and values of a form") {
  CHECK(faults(pod_named("name: p, namespace: default, labels: {'a b': c}"))[0].starts_with(
      "metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters"));
  CHECK(faults(pod_named("name: p, namespace: default, labels: {a: 'b c'}"))[0].starts_with(
      "metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or consist of"));
  CHECK(faults(pod_named("name: p, namespace: default, labels: {example.com/a: B_c.d}")).empty());
  CHECK(faults(pod_named("name: p, namespace: default, labels: {a: " + std::string(64, 'x') + "}"))[0]
            .ends_with("must be no more than 63 characters"));
}

TEST_CASE("An owner is named in full, and one of them controls") {
  const std::string owner = "{apiVersion: v1, kind: Pod, name: o, uid: u, controller: true}";
  CHECK(faults(pod_named("name: p, namespace: default, ownerReferences: [" + owner + "]")).empty());
  CHECK(faults(pod_named("name: p, namespace: default, ownerReferences: [" + owner + ", " + owner + "]"))[0]
            .ends_with("Only one reference can have Controller set to true."));
  CHECK(faults(pod_named(
            "name: p, namespace: default, ownerReferences: [{apiVersion: v1, kind: Pod, name: o}]")) ==
        Lines{"metadata.ownerReferences[0].uid: Invalid value: \"\": must not be empty"});
}

TEST_CASE("A pod has containers, each with a unique name and an image") {
  CHECK(faults("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\nspec: {}\n") ==
        Lines{"spec.containers: Required value"});
  CHECK(
      faults(
          "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\nspec: {containers: [{}]}\n") ==
      Lines{"spec.containers[0].name: Required value", "spec.containers[0].image: Required value"});
  CHECK(faults("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\n"
               "spec: {containers: [{name: c, image: a}, {name: c, image: ' b'}]}\n") ==
        Lines{"spec.containers[1].image: Invalid value: \" b\": must not have leading or trailing whitespace",
              "spec.containers[1].name: Duplicate value: \"c\""});
}

TEST_CASE("Ports are numbers in range with unique names, and a host port goes to one container") {
  CHECK(faults(pod("ports: [{containerPort: 0}]")) ==
        Lines{"spec.containers[0].ports[0].containerPort: Required value"});
  CHECK(faults(pod("ports: [{containerPort: 65536}]")) ==
        Lines{"spec.containers[0].ports[0].containerPort: Invalid value: 65536: " + kTcpPorts});
  CHECK(faults(pod("ports: [{containerPort: 1, protocol: X}]")) ==
        Lines{"spec.containers[0].ports[0].protocol: Unsupported value: \"X\": supported values: \"SCTP\", "
              "\"TCP\", "
              "\"UDP\""});
  CHECK(faults(pod("ports: [{containerPort: 1, name: a}, {containerPort: 2, name: a}]")) ==
        Lines{"spec.containers[0].ports[1].name: Duplicate value: \"a\""});
  CHECK(
      faults(pod("ports: [{containerPort: 1, name: much-too-long-name}]")) ==
      Lines{
          "spec.containers[0].ports[0].name: Invalid value: \"much-too-long-name\": must be no more than 15 "
          "characters"});
  CHECK(faults(pod("ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 80}]")) ==
        Lines{"spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\""});
}

TEST_CASE("Requests are at most limits, not negative, and of known resources") {
  CHECK(faults(pod("resources: {requests: {cpu: 2}, limits: {cpu: 1}}")) ==
        Lines{"spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to "
              "cpu limit "
              "of 1"});
  CHECK(faults(pod("resources: {requests: {cpu: -1}}")) ==
        Lines{"spec.containers[0].resources.requests[cpu]: Invalid value: \"-1\": must be greater than or "
              "equal to 0"});
  CHECK(faults(pod("resources: {limits: {gpu: 1}, requests: {gpu: 1}}"))[0] ==
        "spec.containers[0].resources.limits: Invalid value: \"gpu\": must be a standard resource type or "
        "fully "
        "qualified");
  CHECK(faults(pod("resources: {limits: {example.com/gpu: 500m}, requests: {example.com/gpu: 500m}}"))[0] ==
        "spec.containers[0].resources.limits[example.com/gpu]: Invalid value: \"500m\": must be an integer");
}

TEST_CASE("A probe has one handler and no negative times") {
  CHECK(faults(pod("livenessProbe: {}")) ==
        Lines{"spec.containers[0].livenessProbe: Required value: must specify a handler type"});
  CHECK(
      faults(pod("livenessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80}}")) ==
      Lines{
          "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"});
  CHECK(faults(pod("livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}")) ==
        Lines{"spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"});
  CHECK(faults(pod("readinessProbe: {tcpSocket: {port: 80}, successThreshold: 2}")).empty());
  CHECK(faults(pod("readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: -1}")) ==
        Lines{"spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater "
              "than or equal "
              "to 0"});
  CHECK(faults(pod("readinessProbe: {httpGet: {port: 0}}")) ==
        Lines{"spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: " + kTcpPorts});
}

TEST_CASE("Mounts name volumes and have paths of their own; a volume has one source") {
  CHECK(faults(pod("volumeMounts: [{name: v, mountPath: /v}]")) ==
        Lines{"spec.containers[0].volumeMounts[0].name: Not found: \"v\""});
  CHECK(faults(pod("volumeMounts: [{name: v}]", "volumes: [{name: v}]")) ==
        Lines{"spec.containers[0].volumeMounts[0].mountPath: Required value"});
  CHECK(faults(pod("volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /v}]",
                   "volumes: [{name: v}]")) ==
        Lines{"spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/v\": must be unique"});
  CHECK(faults(pod("", "volumes: [{name: v}, {name: v}]")) ==
        Lines{"spec.volumes[1].name: Duplicate value: \"v\""});
  CHECK(faults(pod("", "volumes: [{name: v, emptyDir: {}, hostPath: {path: /x}}]")) ==
        Lines{"spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"});
}

TEST_CASE("Environment variables have names without an equals sign") {
  CHECK(faults(pod("env: [{value: x}]")) == Lines{"spec.containers[0].env[0].name: Required value"});
  CHECK(faults(pod("env: [{name: 'a=b'}]"))[0].starts_with(
      "spec.containers[0].env[0].name: Invalid value: \"a=b\": a valid environment variable name"));
  CHECK(faults(pod("env: [{name: 'a.b-c'}]")).empty());
}

TEST_CASE("Policies are one of their values") {
  CHECK(faults(pod("", "restartPolicy: Sometimes")) ==
        Lines{"spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", "
              "\"OnFailure\", "
              "\"Never\""});
  CHECK(faults(pod("imagePullPolicy: X"))[0].starts_with(
      "spec.containers[0].imagePullPolicy: Unsupported value: \"X\": supported values: "));
  CHECK(faults(pod("", "activeDeadlineSeconds: 0")) ==
        Lines{"spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"});
  CHECK(faults(pod("", "terminationGracePeriodSeconds: -1")) ==
        Lines{"spec.terminationGracePeriodSeconds: Invalid value: -1: must be greater than or equal to 0"});
}

TEST_CASE("Only an init container may say that it restarts always") {
  CHECK(faults(pod("restartPolicy: Always")) ==
        Lines{"spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers"});
  CHECK(faults(pod("",
                   "initContainers: [{name: i, image: a, restartPolicy: Always, readinessProbe: {tcpSocket: "
                   "{port: "
                   "1}}}]"))
            .empty());
  CHECK(faults(pod("", "initContainers: [{name: i, image: a, restartPolicy: Never}]"))[0] ==
        "spec.initContainers[0].restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"");
  CHECK(faults(pod("", "initContainers: [{name: i, image: a, readinessProbe: {tcpSocket: {port: 1}}}]")) ==
        Lines{"spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without "
              "restartPolicy=Always"});
}

TEST_CASE("Tolerations say what they tolerate") {
  CHECK(faults(pod("", "tolerations: [{operator: Equal}]")) ==
        Lines{"spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is "
              "empty, "
              "which means \"match all values and all keys\""});
  CHECK(
      faults(pod("", "tolerations: [{key: a, operator: Exists, value: b}]")) ==
      Lines{"spec.tolerations[0].operator: Invalid value: \"Exists\": value must be empty when `operator` is "
            "'Exists'"});
  CHECK(faults(pod("", "tolerations: [{key: a, effect: NoSchedule, tolerationSeconds: 1}]")) ==
        Lines{"spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
              "`tolerationSeconds` is set"});
}

TEST_CASE("Spread constraints and affinities have keys, skews and weights in range") {
  CHECK(
      faults(pod("", "topologySpreadConstraints: [{maxSkew: 0, whenUnsatisfiable: X}]")) ==
      Lines{
          "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
          "spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
          "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"X\": supported values: "
          "\"DoNotSchedule\", \"ScheduleAnyway\""});
  CHECK(faults(pod(
            "",
            "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{}], "
            "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, podAffinityTerm: {topologyKey: "
            "z}}]}}")) == Lines{"spec.affinity.podAntiAffinity."
                                "requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required "
                                "value: can not be empty",
                                "spec.affinity.podAntiAffinity."
                                "preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: "
                                "101: must be in the range 1-100"});
}

TEST_CASE("Of a pod only images, deadline, tolerations and gates may change") {
  const std::string before = pod("", "tolerations: [{key: a, operator: Exists}]");
  CHECK(make::update_faults(before, before).empty());
  std::string other_image = before;
  other_image.replace(other_image.find("nginx"), 5, "httpd");
  // The pull policy stays what the first image made it.
  CHECK(make::update_faults(before, other_image).empty());
  CHECK(make::update_faults(before,
                            pod("", "tolerations: [{key: a, operator: Exists}, {key: b, operator: Exists}]"))
            .empty());
  CHECK(
      make::update_faults(pod("", "activeDeadlineSeconds: 10"), pod("", "activeDeadlineSeconds: 5")).empty());
  const auto refused = [](const std::string& old, const std::string& fresh) {
    const Lines lines = make::update_faults(old, fresh);
    return lines.size() == 1 &&
           lines[0].starts_with("spec: Forbidden: pod updates may not change fields other than ");
  };
  CHECK(refused(before, pod("", "tolerations: [{key: b, operator: Exists}]")));
  CHECK(refused(pod(), pod("", "restartPolicy: Never")));
  CHECK(refused(pod(), pod("args: [x]")));
  CHECK(refused(pod("", "activeDeadlineSeconds: 5"), pod("", "activeDeadlineSeconds: 10")));
  CHECK(refused(pod(), pod("", "schedulingGates: [{name: g}]")));
  CHECK(make::update_faults(pod("", "schedulingGates: [{name: g}]"), pod()).empty());
}

TEST_CASE("A fault carries the reason that clients read") {
  const Ref<Object> bad =
      make::defaulted("apiVersion: v1\nkind: Pod\nmetadata: {name: X, namespace: d}\nspec: {}\n");
  const FieldErrors errors = rules_of(bad->kind()).validate(*bad);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].reason == "FieldValueInvalid");
  CHECK(errors[0].field == "metadata.name");
  CHECK(errors[1].reason == "FieldValueRequired");
  CHECK(errors[1].message == "Required value");
}
