#include "control-plane/autoscaler/removal.h"

#include "control-plane/scheduler/pod_filters.h"

namespace podium::autoscaler {
namespace {

// The pod as it would be when its controller has made it anew: without a node.
PodView anew(const Pod& pod) {
  Ref<Pod> moved = copy(pod);
  moved->spec.edit().node_name = {};
  return view_of(std::move(moved));
}

}  // namespace

const Text* Destinations::find(const PluginSet& plugins, const WhatIf& what_if, const PodView& pod,
                               const Text& from) {
  const SchedulingView& view = what_if.view();
  const PodFilters filters(plugins, pod, view);
  const auto takes = [&](const Text& node) {
    const int row = node == from || excluded_.contains(node) ? -1 : view.nodes().find(node);
    return row >= 0 && filters.passes(static_cast<std::size_t>(row));
  };
  const auto hint = hints_.find(pod.pod->metadata.uid);
  if (hint != hints_.end() && takes(hint->second)) return &hint->second;
  for (std::size_t tried = 0; tried < nodes_.size(); ++tried) {
    const std::size_t at = (next_ + tried) % nodes_.size();
    if (!takes(nodes_[at])) continue;
    next_ = at;
    return &nodes_[at];
  }
  return nullptr;
}

bool Destinations::move(const PluginSet& plugins, WhatIf& what_if, const std::vector<Ref<const Pod>>& pods,
                        const Text& node) {
  const std::size_t before = what_if.steps();
  for (const Ref<const Pod>& pod : pods) what_if.take(pod, node);
  for (const Ref<const Pod>& pod : pods) {
    const PodView moved = anew(*pod);
    const Text* found = find(plugins, what_if, moved, node);
    if (found == nullptr) {
      what_if.undo(before);
      return false;
    }
    const Text destination = *found;
    hints_[pod->metadata.uid] = destination;
    what_if.put(moved.pod, destination);
  }
  return true;
}

}  // namespace podium::autoscaler
