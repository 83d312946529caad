// How good the nodes that passed are for one pod, plugin by plugin.
#pragma once

#include "control-plane/scheduler/plugin.h"

namespace podium {

class PodScores {
 public:
  // Pod, view and rows must outlive it, and the view must not change meanwhile.
  PodScores(const PluginSet& plugins, const PodView& pod, const SchedulingView& view, const Rows& feasible);

  // False: the plugin has nothing to say about this pod.
  bool counts(std::size_t plugin) const { return !prepared_[plugin].skip; }
  // One plugin's raw score of one row.
  std::int64_t raw(std::size_t plugin, std::size_t row) const;
  // Brings one plugin's raw scores of all feasible rows, in their order, to 0..100.
  void normalize(std::size_t plugin, Eigen::Ref<Scores> scores) const;

 private:
  const PluginSet& plugins_;
  const PodView& pod_;
  const SchedulingView& view_;
  const Rows& feasible_;
  std::vector<Prepared> prepared_;
};

}  // namespace podium
