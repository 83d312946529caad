// Budgets, priorities, limits and quotas.
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::update_faults;
using nlohmann::json;

namespace {

std::string budget(const std::string& spec) {
  return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: d}\nspec: {" +
         spec + "}\n";
}
std::string priority(const std::string& name, const std::string& more) {
  return "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: " + name + "}\n" + more +
         "\n";
}
std::string range(const std::string& limits) {
  return "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: d}\nspec: {limits: [" + limits +
         "]}\n";
}
std::string quota(const std::string& spec) {
  return "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: d}\nspec: {" + spec + "}\n";
}

}  // namespace

TEST_CASE("A budget says how many stay or how many may go, not both") {
  CHECK(faults(budget("minAvailable: 50%, selector: {matchLabels: {a: b}}")).empty());
  CHECK(faults(budget("minAvailable: 1, maxUnavailable: 25%")) ==
        Lines{"spec: Invalid value: {\"minAvailable\":1,\"maxUnavailable\":\"25%\"}: minAvailable and "
              "maxUnavailable cannot be both set"});
  CHECK(faults(budget("maxUnavailable: 101%")) ==
        Lines{"spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"});
  CHECK(faults(budget("minAvailable: -1")) ==
        Lines{"spec.minAvailable: Invalid value: -1: must be greater than or equal to 0"});
  CHECK(faults(budget("unhealthyPodEvictionPolicy: Never")) ==
        Lines{"spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: "
              "\"AlwaysAllow\", \"IfHealthyBudget\""});
  CHECK(update_faults(budget("minAvailable: 1"), budget("minAvailable: 2")).empty());
}

TEST_CASE("A budget's generation follows its spec, a quota has none") {
  const auto bumps = [](const std::string& before, const std::string& after) {
    const Ref<Object> old = make::defaulted(before), fresh = make::defaulted(after);
    return rules_of(old->kind()).spec_changed(*old, *fresh);
  };
  CHECK(bumps(budget("minAvailable: 1"), budget("minAvailable: 2")));
  CHECK_FALSE(bumps(budget("minAvailable: 1"), budget("minAvailable: 1") + "status: {expectedPods: 3}\n"));
  CHECK_FALSE(bumps(quota("hard: {pods: 1}"), quota("hard: {pods: 2}")));
}

TEST_CASE("A class's priority is at most a billion, and stays") {
  CHECK(to_json(*make::defaulted(priority("p", "value: 5")))["preemptionPolicy"] == "PreemptLowerPriority");
  CHECK(faults(priority("p", "value: 1000000000")).empty());
  CHECK(faults(priority("p", "value: 1000000001")) ==
        Lines{"value: Forbidden: maximum allowed value of a user defined priority is 1000000000"});
  CHECK(
      faults(priority("system-x", "value: 1")) ==
      Lines{
          "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use "
          "only. error: system-x is not a known system priority class"});
  CHECK(faults(priority("system-node-critical", "value: 2000001000")).empty());
  CHECK(
      faults(priority("system-node-critical", "value: 1")) ==
      Lines{
          "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use "
          "only. error: value of system-node-critical PriorityClass must be 2000001000"});
  CHECK(update_faults(priority("p", "value: 1"), priority("p", "value: 2\npreemptionPolicy: Never")) ==
        Lines{"value: Forbidden: may not be changed in an update.",
              "preemptionPolicy: Invalid value: \"Never\": field is immutable"});
}

TEST_CASE("A container's maximum becomes its default limit, that its default request") {
  const json made = to_json(*make::defaulted(range(
      "{type: Container, max: {cpu: 2}, default: {memory: 1Gi}, min: {cpu: 1, ephemeral-storage: 1}}")));
  const json& item = made["spec"]["limits"][0];
  CHECK(item["default"] == json::parse(R"({"cpu": "2", "memory": "1Gi"})"));
  CHECK(item["defaultRequest"] == json::parse(R"({"cpu": "2", "ephemeral-storage": "1", "memory": "1Gi"})"));
  CHECK_FALSE(to_json(*make::defaulted(range("{type: Pod, max: {cpu: 2}}")))["spec"]["limits"][0].contains(
      "default"));
}

TEST_CASE("A limit range's numbers are in order, and its types are there once") {
  CHECK(faults(range("{type: Container, min: {cpu: 1}, default: {cpu: 2}, max: {cpu: 4}}")).empty());
  CHECK(faults(range("{type: Pod, min: {cpu: 3}, max: {cpu: 2}}")) ==
        Lines{"spec.limits[0].min[cpu]: Invalid value: \"3\": min value 3 is greater than max value 2"});
  CHECK(
      faults(range("{type: Container, defaultRequest: {cpu: 3}, default: {cpu: 2}}")) ==
      Lines{
          "spec.limits[0].defaultRequest[cpu]: Invalid value: \"3\": default request value 3 is greater than "
          "default limit value 2"});
  CHECK(faults(range("{type: Pod, default: {cpu: 1}}, {type: Pod}")) ==
        Lines{"spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
              "spec.limits[1].type: Duplicate value: \"Pod\""});
  CHECK(
      faults(range("{type: PersistentVolumeClaim}")) ==
      Lines{
          "spec.limits[0]: Required value: either minimum or maximum storage value is required, but neither "
          "was provided"});
}

TEST_CASE("A quota is on what quotas know, in numbers that make sense") {
  CHECK(
      faults(
          quota("hard: {pods: 5, requests.cpu: 500m, count/deployments.apps: 1, requests.nvidia.com/gpu: 4}"))
          .empty());
  CHECK(faults(quota("hard: {cows: 5}")) ==
        Lines{"spec.hard[cows]: Invalid value: \"cows\": must be a standard resource for quota"});
  CHECK(faults(quota("hard: {pods: 500m}")) ==
        Lines{"spec.hard[pods]: Invalid value: \"500m\": must be an integer"});
  CHECK(faults(quota("hard: {cpu: -1}")) ==
        Lines{"spec.hard[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"});
}

TEST_CASE("A quota's scopes fit each other and its resources, and stay") {
  CHECK(faults(quota("hard: {pods: 1}, scopes: [BestEffort]")).empty());
  CHECK(
      faults(quota("hard: {cpu: 1}, scopes: [BestEffort]")) ==
      Lines{
          "spec.scopes: Invalid value: []core.ResourceQuotaScope{\"BestEffort\"}: unsupported scope applied "
          "to resource"});
  CHECK(faults(quota("hard: {pods: 1}, scopes: [Terminating, NotTerminating]")) ==
        Lines{"spec.scopes: Invalid value: []core.ResourceQuotaScope{\"Terminating\", \"NotTerminating\"}: "
              "conflicting scopes"});
  CHECK(
      faults(quota("hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: "
                   "In}]}")) ==
      Lines{"spec.scopeSelector.matchExpressions[0].values: Required value: must be at least one value when "
            "`operator` is 'In' or 'NotIn' for scope selector"});
  CHECK(update_faults(quota("hard: {pods: 1}, scopes: [BestEffort]"), quota("hard: {pods: 1}")) ==
        Lines{"spec.scopes: Invalid value: []core.ResourceQuotaScope(nil): field is immutable"});
}
