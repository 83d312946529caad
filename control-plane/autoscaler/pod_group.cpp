#include "control-plane/autoscaler/pod_group.h"

#include <array>
#include <map>

namespace podium::autoscaler {
namespace {

// Pods of one template share what they have of it, so that equal identities are equal values.
using Likeness = std::array<const void*, 9>;

Likeness likeness_of(const Pod& pod) {
  const PodSpec& spec = *pod.spec;
  return {spec.containers.identity(),    spec.init_containers.identity(),
          spec.node_selector.identity(), spec.affinity.identity(),
          spec.overhead.identity(),      spec.topology_spread_constraints.identity(),
          spec.volumes.identity(),       pod.metadata.labels.identity(),
          spec.tolerations.identity()};
}

bool alike(const Pod& a, const Pod& b) {
  if (likeness_of(a) == likeness_of(b) && a.spec->priority == b.spec->priority) return true;
  const PodSpec &x = *a.spec, &y = *b.spec;
  return a.metadata.labels == b.metadata.labels && x.containers == y.containers &&
         x.init_containers == y.init_containers && x.node_selector == y.node_selector &&
         x.affinity == y.affinity && x.tolerations == y.tolerations && x.overhead == y.overhead &&
         x.topology_spread_constraints == y.topology_spread_constraints && x.volumes == y.volumes &&
         x.priority == y.priority;
}

}  // namespace

std::vector<PodGroup> group_pods(const std::vector<Ref<const Pod>>& pods) {
  std::vector<PodGroup> groups;
  std::map<Text, std::vector<std::size_t>> of_controller;  // by its uid
  for (const Ref<const Pod>& pod : pods) {
    const OwnerReference* owner = pod->metadata.controller();
    PodGroup* group = nullptr;
    if (owner != nullptr) {
      std::vector<std::size_t>& known = of_controller[owner->uid];
      for (const std::size_t at : known) {
        if (alike(*groups[at].sample.pod, *pod)) group = &groups[at];
      }
      if (group == nullptr) known.push_back(groups.size());
    }
    if (group == nullptr) group = &groups.emplace_back(PodGroup{view_of(pod), {}});
    group->pods.push_back(pod);
  }
  return groups;
}

bool holds_affinity(const Pod& pod) {
  const Affinity& affinity = pod.spec->affinity.value();
  return static_cast<bool>(affinity.pod_affinity) || static_cast<bool>(affinity.pod_anti_affinity);
}

}  // namespace podium::autoscaler
