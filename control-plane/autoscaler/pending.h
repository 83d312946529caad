// Which pods wait for more machines? Those that no node takes, there or on its way.
// Source: core/static_autoscaler.go and core/podlistprocessor of cluster-autoscaler 1.33.
#pragma once

#include <map>
#include <vector>

#include "control-plane/autoscaler/first_fit.h"
#include "control-plane/autoscaler/options.h"

namespace podium::autoscaler {

// Of pods without a node: those that the scheduler has given up for now, that are old enough, important
// enough, do not belong to DaemonSets, and are not promised a node that is being cleared for them.
std::vector<Ref<const Pod>> unschedulable(const std::map<Key, Ref<const Pod>>& unscheduled,
                                          const ScaleUpOptions& options, TimePoint now);

// Lets pods take the room on `nodes`, the most important first; they stay there in `what_if`. Returns the
// others.
std::vector<PodGroup> without_room(const PluginSet& plugins, WhatIf& what_if, std::vector<PodGroup> pods,
                                   const std::vector<Text>& nodes);

// Is no pod older than that? Its siblings may be about to follow.
bool all_younger(const std::vector<PodGroup>& pods, Duration age, TimePoint now);

bool of_daemon_set(const Pod& pod);

}  // namespace podium::autoscaler
