// What a KubeSchedulerConfiguration may tell plugins. (Kubernetes: pluginConfig,
// kubescheduler.config.k8s.io/v1.)
#pragma once

#include <vector>

#include "control-plane/objects/pod_spec.h"

namespace podium {

struct ResourceWeight {
  Text name;
  std::int64_t weight = 1;
};

// How much of a node is used (0..100) and how good that is (0..100, ten times the file's 0..10).
struct ShapePoint {
  std::int64_t utilization = 0, score = 0;
};

enum class FitStrategy : std::uint8_t { kLeastAllocated, kMostAllocated, kRequestedToCapacityRatio };

struct PluginArgs {
  // NodeResourcesFit
  FitStrategy fit_strategy = FitStrategy::kLeastAllocated;
  std::vector<ResourceWeight> fit_resources{{"cpu", 1}, {"memory", 1}};
  std::vector<ShapePoint> shape;
  std::vector<Text> ignored_resources, ignored_resource_groups;
  // NodeResourcesBalancedAllocation
  std::vector<ResourceWeight> balanced_resources{{"cpu", 1}, {"memory", 1}};
  // Kubernetes up to 1.33 scores the balance that there would be; later releases, what the pod does to it.
  bool balance_difference = true;
  // InterPodAffinity
  std::int64_t hard_pod_affinity_weight = 1;
  bool ignore_preferred_terms_of_existing_pods = false;
  // NodeAffinity: what every pod must satisfy besides its own affinity.
  Box<NodeAffinity> added_affinity;
  // PodTopologySpread: for pods that name no constraints. With `system_defaults` 3 by host and 5 by zone.
  bool system_defaults = true;
  List<TopologySpreadConstraint> default_constraints;
  // DefaultPreemption: how many nodes to try at least.
  std::int64_t min_candidate_nodes_percentage = 10, min_candidate_nodes_absolute = 100;
};

}  // namespace podium
