// Puts pods where they fit, on the first node of a list that takes them.
#pragma once

#include <vector>

#include "control-plane/autoscaler/pod_group.h"
#include "control-plane/autoscaler/what_if.h"
#include "control-plane/scheduler/pod_filters.h"

namespace podium::autoscaler {

// Would the node take the pod now?
bool fits(const PluginSet& plugins, const SchedulingView& view, const PodView& pod, const Text& node);

// One group's way over the nodes.
class FirstFit {
 public:
  FirstFit(const PluginSet& plugins, WhatIf& what_if, const PodView& sample);

  // The first node from `from` on that takes another pod of the group; nodes.size() if none does. `from` may
  // be the last answer when simple(); otherwise it is 0.
  std::size_t find(const std::vector<Text>& nodes, std::size_t from) const;
  // Who fits depends on the node and the pods there alone.
  bool simple() const { return simple_; }

 private:
  const PluginSet& plugins_;
  WhatIf& what_if_;
  const PodView& sample_;
  PodFilters prepared_;
  bool simple_;
};

// Places as many pods of the group as fit on `nodes`, the earlier nodes first, and tells `placed` of each,
// with its node. Returns how many: they are the first of the group. A node that did not take one of them is
// not asked for the others, unless who fits depends on pods elsewhere.
template <class Placed>
std::size_t fill(const PluginSet& plugins, WhatIf& what_if, const PodGroup& group,
                 const std::vector<Text>& nodes, const Placed& placed) {
  const FirstFit way(plugins, what_if, group.sample);
  std::size_t at = 0, done = 0;
  for (const Ref<const Pod>& pod : group.pods) {
    at = way.find(nodes, way.simple() ? at : 0);
    if (at == nodes.size()) break;
    what_if.put(pod, nodes[at]);
    placed(pod, nodes[at]);
    ++done;
  }
  return done;
}

}  // namespace podium::autoscaler
