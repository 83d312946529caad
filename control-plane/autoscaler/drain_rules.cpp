#include "control-plane/autoscaler/drain_rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/autoscaler/pending.h"

namespace podium::autoscaler {
namespace {

constexpr Duration kLongTerminating = 30s;  // beyond its grace

bool says(const Pod& pod, const char* annotation, const char* value) {
  const Text* said = pod.metadata.annotations.find(annotation);
  return said != nullptr && *said == value;
}

bool long_terminating(const Pod& pod, TimePoint now) {
  return pod.metadata.deleting() && pod.metadata.deletion_timestamp + kLongTerminating < now;
}

// Some controller that is known will make another one.
bool replicated(const Pod& pod, bool known_kinds_only) {
  const OwnerReference* owner = pod.metadata.controller();
  if (owner == nullptr) return false;
  const Text& kind = owner->kind;
  return !known_kinds_only || kind == "ReplicaSet" || kind == "ReplicationController" || kind == "Job" ||
         kind == "StatefulSet" || kind == "DaemonSet";
}

// A volume whose content would be lost with the node. Memory is lost with the pod anyway.
bool is_local(const Volume& volume) {
  const nlohmann::json& source = volume.rest.json();
  if (source.contains("hostPath")) return true;
  const auto empty_dir = source.find("emptyDir");
  return empty_dir != source.end() &&
         !(empty_dir->is_object() && empty_dir->value("medium", std::string()) == "Memory");
}

bool listed(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == name) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

const Volume* unsafe_volume(const Pod& pod) {
  const Text* safe = pod.metadata.annotations.find(kSafeVolumes);
  for (const Volume& volume : pod.spec->volumes) {
    if (is_local(volume) && (safe == nullptr || !listed(safe->view(), volume.name.view()))) return &volume;
  }
  return nullptr;
}

bool guarded(const Pod& pod, const Budgets& budgets) {
  return std::any_of(budgets.begin(), budgets.end(),
                     [&](const auto& budget) { return guards(*budget, pod.metadata); });
}

// What a pod's own owner has not overruled.
std::string objection(const Pod& pod, const Budgets& budgets, const ScaleDownOptions& options,
                      TimePoint now) {
  if (!replicated(pod, options.skip_custom_controllers)) return "not replicated";
  const bool young = pod.status.value().start_time + options.blocking_system_pod_timeout > now;
  if (options.skip_system_pods && pod.metadata.namespace_ == "kube-system" && young && !guarded(pod, budgets))
    return "non-daemonset, non-mirrored, non-pdb-assigned kube-system pod present";
  if (says(pod, kSafeToEvict, "false")) return "pod annotated as not safe to evict present";
  if (const Volume* volume = options.skip_local_storage ? unsafe_volume(pod) : nullptr)
    return "pod with local storage present: " + volume->name.str();
  return {};
}

}  // namespace

bool budget_exhausted(const Pod& pod, const Budgets& budgets) {
  return std::any_of(budgets.begin(), budgets.end(), [&](const auto& budget) {
    return budget->status.value().disruptions_allowed < 1 && guards(*budget, pod.metadata);
  });
}

bool is_mirror(const Pod& pod) { return pod.metadata.annotations.contains("kubernetes.io/config.mirror"); }

DrainVerdict drainability(const Pod& pod, const Budgets& budgets, const ScaleDownOptions& options,
                          TimePoint now) {
  if (is_mirror(pod) || is_terminal(pod) || long_terminating(pod, now)) return {Drainability::kIgnored, {}};
  if (of_daemon_set(pod)) return {Drainability::kDaemon, {}};
  if (!says(pod, kSafeToEvict, "true")) {
    if (std::string why = objection(pod, budgets, options, now); !why.empty())
      return {Drainability::kBlocked, std::move(why)};
  }
  if (budget_exhausted(pod, budgets))
    return {Drainability::kBlocked, "not enough pod disruption budget to move"};
  return {};
}

NodeDrain drain_of(const std::vector<Ref<const Pod>>& pods, const Budgets& budgets,
                   const ScaleDownOptions& options, TimePoint now) {
  NodeDrain drain;
  for (const Ref<const Pod>& pod : pods) {
    DrainVerdict verdict = drainability(*pod, budgets, options, now);
    if (verdict.is == Drainability::kDaemon) drain.daemons.push_back(pod);
    if (verdict.is == Drainability::kIgnored || verdict.is == Drainability::kDaemon) continue;
    if (verdict.is == Drainability::kBlocked && drain.blocked.empty())
      drain.blocked = pod->metadata.namespace_.str() + "/" + pod->metadata.name.str() + ": " + verdict.why;
    drain.movable.push_back(pod);
  }
  return drain;
}

}  // namespace podium::autoscaler
