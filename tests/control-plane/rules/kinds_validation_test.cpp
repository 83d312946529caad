#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::deployment;
using make::faults;
using make::Lines;
using make::service;
using make::update_faults;

TEST_CASE("A workload selects its own template") {
  CHECK(faults(deployment()).empty());
  CHECK(faults(deployment("replicas: 1")) ==
        Lines{"spec.selector: Required value",
              "spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"b\"}: `selector` does "
              "not match "
              "template `labels`"});
  CHECK(faults(deployment("selector: {matchLabels: {a: x}}")) ==
        Lines{"spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"b\"}: `selector` does "
              "not match "
              "template `labels`"});
  CHECK(
      faults(deployment("selector: {}")) ==
      Lines{
          "spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), "
          "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for deployment"});
}

TEST_CASE("A workload's selector cannot change") {
  const std::string both = "{a: b, c: d}";
  CHECK(update_faults(deployment("selector: {matchLabels: {a: b}}", both),
                      deployment("selector: {matchLabels: {c: d}}", both)) ==
        Lines{"spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"c\":\"d\"}, "
              "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable"});
  CHECK(update_faults(deployment("selector: {matchLabels: {a: b}}", both),
                      deployment("selector: {matchLabels: {a: b}}\n  replicas: 3", both))
            .empty());
}

TEST_CASE("Metadata is checked even if an update shares the old spec") {
  const Ref<Object> old = make::defaulted(deployment());
  const Ref<Object> fresh = old->kind().clone(*old);
  fresh->metadata.labels.set("bad key", "x");
  CHECK(rules_of(old->kind()).validate_update(*old, *fresh).size() == 1);
}

TEST_CASE("A template's pods always restart, and numbers are not negative") {
  const std::string selector = "selector: {matchLabels: {a: b}}";
  CHECK(
      faults(deployment(selector, "{a: b}", "restartPolicy: Never")) ==
      Lines{"spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""});
  CHECK(faults(deployment(selector + "\n  replicas: -1")) ==
        Lines{"spec.replicas: Invalid value: -1: must be greater than or equal to 0"});
  CHECK(faults(deployment(selector + "\n  progressDeadlineSeconds: 5\n  minReadySeconds: 5")) ==
        Lines{"spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds"});
}

TEST_CASE("A rolling update makes progress, and only a rolling update has its numbers") {
  const auto strategy = [](const std::string& text) {
    return faults(deployment("selector: {matchLabels: {a: b}}\n  strategy: " + text));
  };
  CHECK(
      strategy("{rollingUpdate: {maxUnavailable: 0, maxSurge: 0}}") ==
      Lines{
          "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"});
  CHECK(
      strategy("{type: Recreate, rollingUpdate: {maxSurge: 1}}") ==
      Lines{
          "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"});
  CHECK(strategy("{rollingUpdate: {maxUnavailable: 101%}}") ==
        Lines{"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than "
              "100%"});
  CHECK(strategy("{rollingUpdate: {maxSurge: x}}")[0].starts_with(
      "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"x\": a valid percent string must be"));
  CHECK(strategy("{rollingUpdate: {maxSurge: 200%}}").empty());
  CHECK(
      strategy("{type: X}") ==
      Lines{
          "spec.strategy.type: Unsupported value: \"X\": supported values: \"Recreate\", \"RollingUpdate\""});
}

TEST_CASE("A service has ports in range, with unique names and numbers") {
  CHECK(faults(service("ports: [{port: 80}]")).empty());
  CHECK(faults(service("selector: {a: b}")) == Lines{"spec.ports: Required value"});
  CHECK(faults(service("clusterIP: None")).empty());
  CHECK(faults(service("type: ExternalName")) == Lines{"spec.externalName: Required value"});
  CHECK(faults(service("ports: [{port: 0, targetPort: 1}]")) ==
        Lines{"spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"});
  CHECK(faults(service("ports: [{port: 80}, {port: 81}]")) ==
        Lines{"spec.ports[0].name: Required value", "spec.ports[1].name: Required value"});
  CHECK(faults(service("ports: [{port: 80, name: a}, {port: 81, name: a}]")) ==
        Lines{"spec.ports[1].name: Duplicate value: \"a\""});
  CHECK(faults(service("ports: [{port: 80, name: a}, {port: 80, name: b}]"))[0].starts_with(
      "spec.ports[1]: Duplicate value: core.ServicePort{Name:\"\", Protocol:\"TCP\""));
  CHECK(faults(service("ports: [{port: 80, nodePort: 30080}]")) ==
        Lines{"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"});
  CHECK(faults(service("type: X, ports: [{port: 80}]"))[0].starts_with(
      "spec.type: Unsupported value: \"X\": supported values: \"ClusterIP\", \"ExternalName\""));
}

TEST_CASE("A service's name is a DNS-1035 label, and its address stays") {
  CHECK(faults(
            "apiVersion: v1\nkind: Service\nmetadata: {name: 1s, namespace: d}\nspec: {ports: [{port: 1}]}\n")
            [0]
                .starts_with("metadata.name: Invalid value: \"1s\": a DNS-1035 label must consist of"));
  CHECK(update_faults(service("clusterIP: 10.0.0.1, ports: [{port: 1}]"),
                      service("clusterIP: 10.0.0.2, ports: [{port: 1}]")) ==
        Lines{"spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set"});
}

TEST_CASE("Maps and secrets have file names as keys, and stay as they are once immutable") {
  const std::string head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: d}\n";
  CHECK(faults(head + "data: {a.b-c_D: x}\n").empty());
  CHECK(faults(head + "data: {'a/b': x}\n")[0].starts_with(
      "data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters"));
  CHECK(update_faults(head + "immutable: true\ndata: {a: x}\n", head + "immutable: true\ndata: {a: z}\n") ==
        Lines{"data: Forbidden: field is immutable when `immutable` is set"});
  CHECK(update_faults(head + "immutable: true\n", head).size() == 1);
  CHECK(update_faults(head + "data: {a: x}\n", head + "immutable: true\ndata: {a: z}\n").empty());
  const std::string secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: d}\n";
  CHECK(faults(secret + "stringData: {a: '" + std::string((1 << 20) + 1, 'x') + "'}\n") ==
        Lines{"data: Too long: may not be more than 1048576 bytes"});
  CHECK(update_faults(secret + "type: a\n", secret + "type: b\n") ==
        Lines{"type: Invalid value: \"b\": field is immutable"});
}

TEST_CASE("A node's taints are unique and its address range stays") {
  const auto node = [](const std::string& spec) {
    return "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {" + spec + "}\n";
  };
  CHECK(faults(node("taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoExecute}]")).empty());
  CHECK(faults(node("taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoSchedule}]")).size() == 1);
  CHECK(faults(node("taints: [{key: a, effect: X}]"))[0].starts_with(
      "spec.taints[0].effect: Unsupported value: \"X\""));
  CHECK(update_faults(node("podCIDR: 10.0.0.0/24"), node("podCIDR: 10.0.1.0/24")).size() == 1);
  CHECK(update_faults(node(""), node("podCIDR: 10.0.1.0/24")).empty());
}

TEST_CASE("Other kinds name what is wrong with them") {
  const auto of = [](const std::string& kind, const std::string& more) {
    return faults(kind + "\nmetadata: {name: x, namespace: d}\n" + more);
  };
  CHECK(of("apiVersion: v1\nkind: Binding", "target: {}\n") == Lines{"target.name: Required value"});
  CHECK(of("apiVersion: coordination.k8s.io/v1\nkind: Lease", "spec: {leaseDurationSeconds: 0}\n") ==
        Lines{"spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"});
  CHECK(of("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice", "") ==
        Lines{"addressType: Required value"});
  CHECK(of("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice", "addressType: IPv4\nendpoints: [{}]\n")
            .size() == 1);
  CHECK(of("apiVersion: v1\nkind: Endpoints", "subsets: [{}]\n") ==
        Lines{"subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"});
  CHECK(of("apiVersion: v1\nkind: Event", "involvedObject: {namespace: other}\n") ==
        Lines{"involvedObject.namespace: Invalid value: \"other\": does not match event.namespace"});
  CHECK(of("apiVersion: v1\nkind: ServiceAccount", "").empty());
  CHECK(of("apiVersion: v1\nkind: Namespace", "") ==
        Lines{"metadata.namespace: Forbidden: not allowed on this type"});
}
