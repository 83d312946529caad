// Priority: a pod's class becomes a number.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/priority_class.h"

namespace podium {

using PriorityClasses = std::vector<Ref<const PriorityClass>>;  // all of the cluster

// The two that every cluster has: system-node-critical and system-cluster-critical. New objects.
std::vector<Ref<PriorityClass>> system_priority_classes();

// Sets priority, preemption policy and, if a class is the default of all pods, the class of a new pod.
// The system's classes are known even if they are not stored. Returns why the pod is forbidden, the
// text behind `pods "x" is forbidden: `, or an empty text.
// Source: plugin/pkg/admission/priority of Kubernetes 1.33.
std::string admit_priority(Pod& pod, const PriorityClasses& classes);

// Only one class may be the default: why this new or changed one is forbidden, or an empty text.
std::string global_default_fault(const PriorityClass& fresh, const PriorityClasses& classes);

}  // namespace podium
