// The condition that a cluster has settled, unless a scenario says another.
#pragma once

#include "scenarios/runner/condition.h"

namespace podium::scenario {

// All pods that users and their workloads ask for are Ready: as many as Deployments, ReplicaSets,
// StatefulSets, DaemonSets and ReplicationControllers want, and every pod that nobody controls. What ends by
// itself, such as pods of Jobs, does not count.
std::unique_ptr<Condition> all_ready();

}  // namespace podium::scenario
