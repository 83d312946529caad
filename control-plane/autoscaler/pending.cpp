#include "control-plane/autoscaler/pending.h"

#include <algorithm>

namespace podium::autoscaler {
namespace {

bool given_up(const Pod& pod) {
  const Condition* scheduled = find_condition(pod.status.value().conditions, "PodScheduled");
  return scheduled != nullptr && scheduled->status == "False" && scheduled->reason == "Unschedulable";
}

}  // namespace

bool of_daemon_set(const Pod& pod) {
  const OwnerReference* owner = pod.metadata.controller();
  return owner != nullptr && owner->kind == "DaemonSet";
}

std::vector<Ref<const Pod>> unschedulable(const std::map<Key, Ref<const Pod>>& unscheduled,
                                          const ScaleUpOptions& options, TimePoint now) {
  std::vector<Ref<const Pod>> found;
  for (const auto& [key, pod] : unscheduled) {
    if (!given_up(*pod) || of_daemon_set(*pod)) continue;
    if (pod->spec->priority.value_or(0) < options.expendable_cutoff) continue;
    if (!pod->status.value().nominated_node_name.empty()) continue;
    if (pod->metadata.creation_timestamp + options.new_pod_delay > now) continue;
    found.push_back(pod);
  }
  return found;
}

std::vector<PodGroup> without_room(const PluginSet& plugins, WhatIf& what_if, std::vector<PodGroup> pods,
                                   const std::vector<Text>& nodes) {
  std::stable_sort(pods.begin(), pods.end(), [](const PodGroup& a, const PodGroup& b) {
    return a.sample.priority() > b.sample.priority();
  });
  for (PodGroup& group : pods) {
    const std::size_t placed =
        fill(plugins, what_if, group, nodes, [](const Ref<const Pod>&, const Text&) {});
    group.pods.erase(group.pods.begin(), group.pods.begin() + static_cast<std::ptrdiff_t>(placed));
  }
  std::erase_if(pods, [](const PodGroup& group) { return group.pods.empty(); });
  return pods;
}

bool all_younger(const std::vector<PodGroup>& pods, Duration age, TimePoint now) {
  return std::all_of(pods.begin(), pods.end(), [&](const PodGroup& group) {
    return std::all_of(group.pods.begin(), group.pods.end(), [&](const Ref<const Pod>& pod) {
      return pod->metadata.creation_timestamp + age > now;
    });
  });
}

}  // namespace podium::autoscaler
