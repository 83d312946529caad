// Which nodes are not needed, for how long already, and which of them may go now?
// Source: core/scaledown/planner and core/scaledown/eligibility of cluster-autoscaler 1.33.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "control-plane/autoscaler/drain_rules.h"
#include "control-plane/autoscaler/removal.h"
#include "control-plane/autoscaler/utilization.h"
#include "runtime/env/cloud_provider.h"

namespace podium::autoscaler {

// What is looked at in one scan. Pods that would be moved are moved in `what_if`, and stay there.
struct ScaleDownScene {
  const PluginSet& plugins;
  WhatIf& what_if;
  const CloudProvider& cloud;
  const Budgets& budgets;
  const std::set<Text>& going;  // nodes that are on their way out already
  TimePoint now{};
};

// A node that may go.
struct Leaver {
  Text node;
  std::string group;
  Utilization utilization;
  NodeDrain drain;

  bool empty() const { return drain.movable.empty(); }
};

class ScaleDownPlanner {
 public:
  explicit ScaleDownPlanner(const ScaleDownOptions& options) : options_(options) {}

  // Finds out which nodes are not needed now.
  void update(const ScaleDownScene& scene);
  // Those that have not been needed for long enough, as many as may go now: `emptying` nodes and `draining`
  // nodes are on their way out. Call after update().
  std::vector<Leaver> leavers(const ScaleDownScene& scene, int emptying, int draining) const;
  // Leaves a node alone for a while.
  void keep(const Text& node, TimePoint now) { kept_until_[node] = now + options_.recheck_unremovable; }
  // Nobody is unneeded any more: the cluster is not well.
  void clear() { unneeded_.clear(); }

  struct Unneeded {
    TimePoint since{};
    bool ready = true;
    Leaver leaver;
  };
  const std::map<Text, Unneeded>& unneeded() const { return unneeded_; }

 private:
  std::vector<Leaver> candidates(const ScaleDownScene& scene);
  bool may_be_unneeded(const ScaleDownScene& scene, std::size_t row) const;
  void note(const ScaleDownScene& scene, Leaver leaver, std::map<Text, Unneeded>& found) const;

  const ScaleDownOptions& options_;
  Destinations destinations_;
  std::map<Text, Unneeded> unneeded_;
  std::map<Text, TimePoint> kept_until_;
};

}  // namespace podium::autoscaler
