#include "control-plane/controllers/jobs/failure_policy.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium::controllers {

namespace {

bool fits(const OnExitCodes& rule, const ContainerStatus& container) {
  const ContainerStateTerminated* ended = container.state.terminated.get();
  if (ended == nullptr || ended->exit_code == 0) return false;
  if (!rule.container_name.empty() && !(rule.container_name == container.name)) return false;
  const nlohmann::json& values = rule.values.json();
  const bool listed = std::find(values.begin(), values.end(), ended->exit_code) != values.end();
  return listed == (rule.operator_ == "In");
}

// The first container that failed as the rule says, or null.
const ContainerStatus* failed_container(const OnExitCodes& rule, const PodStatus& status) {
  for (const List<ContainerStatus>* list : {&status.container_statuses, &status.init_container_statuses}) {
    for (const ContainerStatus& container : *list) {
      if (fits(rule, container)) return &container;
    }
  }
  return nullptr;
}

const Condition* met_condition(const List<OnPodCondition>& patterns, const PodStatus& status) {
  for (const Condition& condition : status.conditions) {
    for (const OnPodCondition& pattern : patterns) {
      if (condition.type_ == pattern.type_ && condition.status == pattern.status) return &condition;
    }
  }
  return nullptr;
}

FailureMatch::Action action_of(const Text& name) {
  using Action = FailureMatch::Action;
  if (name == "FailJob") return Action::kFailJob;
  if (name == "FailIndex") return Action::kFailIndex;
  return name == "Ignore" ? Action::kIgnore : Action::kCount;
}

// What the rule fits on, in the words of the message; empty if it does not fit.
std::string cause(const PodFailurePolicyRule& rule, const Pod& pod) {
  const std::string name = pod.metadata.namespace_.str() + "/" + pod.metadata.name;
  if (rule.on_exit_codes) {
    const ContainerStatus* container = failed_container(*rule.on_exit_codes, pod.status.value());
    if (container == nullptr) return "";
    return "Container " + container->name + " for pod " + name + " failed with exit code " +
           std::to_string(container->state.terminated->exit_code);
  }
  const Condition* condition = met_condition(rule.on_pod_conditions, pod.status.value());
  return condition == nullptr ? "" : "Pod " + name + " has condition " + condition->type_;
}

}  // namespace

FailureMatch match_failure(const PodFailurePolicy& policy, const Pod& pod) {
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const PodFailurePolicyRule& rule = policy.rules[i];
    const std::string why = cause(rule, pod);
    if (why.empty()) continue;
    return {action_of(rule.action), why + " matching " + rule.action + " rule at index " + std::to_string(i)};
  }
  return {};
}

}  // namespace podium::controllers
