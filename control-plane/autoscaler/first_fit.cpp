#include "control-plane/autoscaler/first_fit.h"

namespace podium::autoscaler {

bool fits(const PluginSet& plugins, const SchedulingView& view, const PodView& pod, const Text& node) {
  const int row = view.nodes().find(node);
  return row >= 0 && PodFilters(plugins, pod, view).passes(static_cast<std::size_t>(row));
}

FirstFit::FirstFit(const PluginSet& plugins, WhatIf& what_if, const PodView& sample)
    : plugins_(plugins),
      what_if_(what_if),
      sample_(sample),
      prepared_(plugins, sample, what_if.view()),
      simple_(prepared_.holds_for_trials() && !holds_affinity(*sample.pod)) {}

std::size_t FirstFit::find(const std::vector<Text>& nodes, std::size_t from) const {
  const SchedulingView& view = what_if_.view();
  if (prepared_.refused() && simple_) return nodes.size();
  const auto takes = [&](const PodFilters& filters, const Text& node) {
    const int row = view.nodes().find(node);
    return row >= 0 && filters.passes(static_cast<std::size_t>(row));
  };
  if (simple_) {
    while (from < nodes.size() && !takes(prepared_, nodes[from])) ++from;
    return from;
  }
  const PodFilters anew(plugins_, sample_, view);
  while (from < nodes.size() && !takes(anew, nodes[from])) ++from;
  return from;
}

}  // namespace podium::autoscaler
