#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using nlohmann::json;

namespace {

std::string scaler(const std::string& more) {
  return "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: "
         "d}\nspec: "
         "{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, " +
         more + "}\n";
}
Lines metric(const std::string& text) { return faults(scaler("maxReplicas: 2, metrics: [{" + text + "}]")); }
json defaulted(const std::string& more) { return to_json(*make::defaulted(scaler(more)))["spec"]; }

}  // namespace

TEST_CASE("An autoscaler keeps at least one pod, and aims at 80 % of the requested cpu") {
  const json spec = defaulted("maxReplicas: 5");
  CHECK(spec["minReplicas"] == 1);
  CHECK(spec["metrics"] == json::parse(R"([{"type": "Resource", "resource": {"name": "cpu",
      "target": {"type": "Utilization", "averageUtilization": 80}}}])"));
  CHECK_FALSE(spec.contains("behavior"));
}

TEST_CASE("A behavior that is given in part is completed") {
  const json behavior =
      defaulted("maxReplicas: 5, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}")["behavior"];
  CHECK(behavior["scaleDown"] == json::parse(R"({"stabilizationWindowSeconds": 60, "selectPolicy": "Max",
      "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]})"));
  CHECK(behavior["scaleUp"] == json::parse(R"({"stabilizationWindowSeconds": 0, "selectPolicy": "Max",
      "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15},
                   {"type": "Percent", "value": 100, "periodSeconds": 15}]})"));
}

TEST_CASE("An autoscaler's numbers are in order, and it has a target") {
  CHECK(faults(scaler("minReplicas: 0, maxReplicas: 1")) ==
        Lines{"spec.minReplicas: Invalid value: 0: must be greater than or equal to 1"});
  CHECK(faults(scaler("minReplicas: 3, maxReplicas: 2")) ==
        Lines{"spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`"});
  CHECK(
      faults("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: d}\n"
             "spec: {maxReplicas: 1}\n") ==
      Lines{"spec.scaleTargetRef.kind: Required value", "spec.scaleTargetRef.name: Required value"});
  CHECK(
      faults(
          scaler("maxReplicas: 1, behavior: {scaleUp: {stabilizationWindowSeconds: 3601, policies: [{type: "
                 "Pods, value: 0, periodSeconds: 1801}]}}")) ==
      Lines{
          "spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal "
          "to 3600",
          "spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero",
          "spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal "
          "to 1800"});
}

TEST_CASE("A metric has the one source of its type, a name and a target") {
  CHECK(metric("type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 100m}}")
            .empty());
  CHECK(metric("type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 1k}}")
            .empty());
  CHECK(metric("type: External, external: {metric: {name: q}, target: {type: Value, value: 30}}").empty());
  CHECK(
      metric("type: Object, object: {describedObject: {kind: K, name: o}, metric: {name: m}, target: {type: "
             "Value, value: 1}}")
          .empty());
  CHECK(
      metric("type: Resource") ==
      Lines{
          "spec.metrics[0].resource: Required value: must populate information for the given metric source"});
  CHECK(
      metric("type: Resource, resource: {name: cpu, target: {type: Utilization}}") ==
      Lines{
          "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw "
          "value or a target utilization"});
  CHECK(
      metric("type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 0}}") ==
      Lines{"spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0"});
  CHECK(metric("type: Pods, pods: {metric: {}, target: {type: AverageValue, averageValue: 0}}") ==
        Lines{"spec.metrics[0].pods.metric.name: Required value: must specify a metric name",
              "spec.metrics[0].pods.target.averageValue: Invalid value: \"0\": must be positive"});
  CHECK(metric("type: Weather")[0].starts_with("spec.metrics[0].type: Unsupported value: \"Weather\""));
}
