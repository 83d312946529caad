// What controllers read off a pod.
#pragma once

#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

// An annotation: pods of lower cost are given up first.
inline constexpr std::string_view kDeletionCost = "controller.kubernetes.io/pod-deletion-cost";

// Counts as a replica: neither ended nor being deleted.
inline bool is_active(const Pod& pod) { return !is_terminal(pod) && !pod.metadata.deleting(); }

// Since when the pod is Ready; "not set" if it is not.
TimePoint ready_since(const Pod& pod);
inline bool is_ready(const Pod& pod) { return ready_since(pod) != TimePoint{}; }

// When the pod counts as available: ready for so long; kForever if it is not ready.
TimePoint available_at(const Pod& pod, Duration min_ready);
inline bool is_available(const Pod& pod, Duration min_ready, TimePoint now) {
  return available_at(pod, min_ready) <= now;
}

// A pod of that template, labels and all, without a name, in the owner's namespace and under its control.
Ref<Pod> stamped(const PodTemplateSpec& stamp, const Object& owner);

// A copy whose condition DisruptionTarget says why the pod is taken away.
Ref<Pod> disrupted(const Pod& pod, std::string_view reason, std::string_view message, TimePoint now);

// Identity of the pod's controller; empty if it has none.
Text controller_uid(const Object& object);

}  // namespace podium::controllers
