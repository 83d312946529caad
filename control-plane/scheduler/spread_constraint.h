// What a pod asks for when it asks to be spread, with everything filled in.
#pragma once

#include <vector>

#include "control-plane/scheduler/plugin.h"

namespace podium {

struct SpreadConstraint {
  std::int64_t max_skew = 1, min_domains = 1;
  Text topology_key;
  PodRule counted;  // which pods count; of a selector that is empty, none
  bool counts_any = false;
  bool counts_itself = false;
  bool honor_affinity = true, honor_taints = false;

  // Do pods on this node count? (Kubernetes: node inclusion policies.)
  bool includes(const PodView& pod, const Node& node) const;
  // Known without looking at nodes: do they count on every node?
  bool includes_all(const PodView& pod) const;
};

struct SpreadConstraints {
  std::vector<SpreadConstraint> all;
  bool system_defaults = false;  // not the pod's own: nodes without the keys are not left out
};

// The pod's constraints that must hold ("DoNotSchedule") or should ("ScheduleAnyway"). If it names none at
// all, the defaults of the profile, about the pods that its Services and its controller select.
SpreadConstraints spread_constraints_of(const PodView& pod, const SchedulingView& view,
                                        const PluginArgs& args, std::string_view when_unsatisfiable);

// Does the node of `row` have all the keys?
bool has_all_keys(const std::vector<const Domains*>& keys, std::size_t row);
std::vector<const Domains*> domains_of(const std::vector<SpreadConstraint>& constraints,
                                       const SchedulingView& view);

}  // namespace podium
