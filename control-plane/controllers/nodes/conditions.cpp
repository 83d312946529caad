#include "control-plane/controllers/nodes/conditions.h"

#include <algorithm>

namespace podium::controllers {

namespace {

// A condition whose status earns the node a NoSchedule taint.
struct Earned {
  std::string_view condition, status, taint;
};
constexpr Earned kEarned[] = {
    {"Ready", "False", kNotReadyTaint},
    {"Ready", "Unknown", kUnreachableTaint},
    {"MemoryPressure", "True", "node.kubernetes.io/memory-pressure"},
    {"DiskPressure", "True", "node.kubernetes.io/disk-pressure"},
    {"PIDPressure", "True", "node.kubernetes.io/pid-pressure"},
    {"NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"},
};
constexpr std::string_view kUnschedulableTaint = "node.kubernetes.io/unschedulable";

constexpr std::string_view kWatchedConditions[] = {"Ready", "MemoryPressure", "DiskPressure", "PIDPressure"};

bool is(const Taint& taint, std::string_view key, std::string_view effect) {
  return taint.key == key && taint.effect == effect;
}

void set_taint(List<Taint>& taints, std::string_view key, std::string_view effect, bool wanted,
               TimePoint now) {
  const bool present =
      std::any_of(taints.begin(), taints.end(), [&](const Taint& taint) { return is(taint, key, effect); });
  if (present == wanted) return;
  if (!wanted) {
    std::erase_if(taints.edit(), [&](const Taint& taint) { return is(taint, key, effect); });
    return;
  }
  Taint taint;
  taint.key = key;
  taint.effect = effect;
  taint.time_added = now;
  taints.push_back(std::move(taint));
}

}  // namespace

Readiness readiness(const Node& node) {
  const Condition* ready = find_condition(node.status.value().conditions, "Ready");
  if (ready == nullptr || ready->status == "Unknown") return Readiness::kUnknown;
  return ready->is_true() ? Readiness::kTrue : Readiness::kFalse;
}

Text zone_of(const Node& node) {
  const Text region = node.metadata.labels.get("topology.kubernetes.io/region");
  const Text zone = node.metadata.labels.get("topology.kubernetes.io/zone");
  return region.empty() && zone.empty() ? Text() : Text(region.str() + ":" + zone);
}

bool has_taint(const Node& node, std::string_view key, std::string_view effect) {
  const List<Taint>& taints = node.spec.value().taints;
  return std::any_of(taints.begin(), taints.end(),
                     [&](const Taint& taint) { return is(taint, key, effect); });
}

bool evicts_pods(const Node& node) {
  const List<Taint>& taints = node.spec.value().taints;
  return std::any_of(taints.begin(), taints.end(),
                     [](const Taint& taint) { return taint.effect == "NoExecute"; });
}

std::string_view eviction_taint(Readiness readiness) {
  if (readiness == Readiness::kTrue) return {};
  return readiness == Readiness::kFalse ? kNotReadyTaint : kUnreachableTaint;
}

List<Taint> with_condition_taints(const Node& node, TimePoint now) {
  List<Taint> taints = node.spec.value().taints;
  for (const Earned& earned : kEarned) {
    const Condition* condition = find_condition(node.status.value().conditions, earned.condition);
    // A node that has said nothing of its readiness yet keeps the taint it was admitted with.
    if (condition == nullptr && earned.condition == "Ready") continue;
    set_taint(taints, earned.taint, "NoSchedule", condition != nullptr && condition->status == earned.status,
              now);
  }
  set_taint(taints, kUnschedulableTaint, "NoSchedule", node.spec.value().unschedulable, now);
  return taints;
}

List<Taint> with_eviction_taint(List<Taint> taints, std::string_view key, TimePoint now) {
  for (const std::string_view each : kEvictionTaints) set_taint(taints, each, "NoExecute", each == key, now);
  return taints;
}

Ref<Node> tainted(const Node& node, List<Taint> taints) {
  Ref<Node> changed = copy(node);
  changed->spec.edit().taints = std::move(taints);
  return changed;
}

List<Condition> silent_conditions(const Node& node, TimePoint now) {
  List<Condition> conditions = node.status.value().conditions;
  for (const std::string_view type : kWatchedConditions) {
    const Condition* present = find_condition(conditions, type);
    if (present != nullptr && present->status == "Unknown") continue;
    Condition silent = present != nullptr ? *present : Condition();
    silent.type_ = type;
    silent.status = "Unknown";
    silent.reason = present != nullptr ? "NodeStatusUnknown" : "NodeStatusNeverUpdated";
    silent.message =
        present != nullptr ? "Kubelet stopped posting node status." : "Kubelet never posted node status.";
    if (present == nullptr) silent.last_heartbeat_time = node.metadata.creation_timestamp;
    set_condition(conditions, std::move(silent), now);
  }
  return conditions;
}

}  // namespace podium::controllers
