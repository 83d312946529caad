// Which groups shall grow, by how much, and for which pods; and why there is no help for the others.
// Source: core/scaleup/orchestrator of cluster-autoscaler 1.33.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control-plane/autoscaler/expander.h"
#include "control-plane/autoscaler/pod_group.h"

namespace podium::autoscaler {

// What pods are to be helped with.
struct Means {
  std::vector<GroupCandidate> candidates;
  std::map<std::string, std::string> skipped;  // groups that may not grow now, and why
  int cluster_nodes = 0;                       // there and upcoming
  std::int64_t cluster_cores = 0, cluster_memory = 0;
  std::map<int, std::vector<std::string>> priorities;
};

struct Increase {
  std::string group;
  int from = 0, to = 0, max = 0;

  std::string text() const;  // "{group 1->2 (max: 10)}"
};

struct ScaleUpPlan {
  std::vector<Increase> increases;
  std::vector<Ref<const Pod>> helped;
  // Pods that no group could help, and why: "1 Insufficient cpu, 2 max node group size reached".
  std::vector<std::pair<Ref<const Pod>, std::string>> helpless;
};

// The view is afterwards as it was, its rows void.
ScaleUpPlan plan_scale_up(const PluginSet& plugins, SchedulingView& view, const std::vector<PodGroup>& pods,
                          const Means& means, const ScaleUpOptions& options, Random& random);

}  // namespace podium::autoscaler
