// May a pod be moved, so that its node can go? Source: simulator/drainability/rules of
// cluster-autoscaler 1.33.
#pragma once

#include <string>
#include <vector>

#include "control-plane/autoscaler/options.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"

namespace podium::autoscaler {

inline constexpr const char *kSafeToEvict = "cluster-autoscaler.kubernetes.io/safe-to-evict",
                            *kSafeVolumes = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes",
                            *kScaleDownDisabled = "cluster-autoscaler.kubernetes.io/scale-down-disabled";

enum class Drainability : std::uint8_t {
  kIgnored,  // goes with its node: static pods, pods that have ended or should have long ago
  kDaemon,   // of a DaemonSet: is told to go, and not waited for
  kMovable,
  kBlocked
};

struct DrainVerdict {
  Drainability is = Drainability::kMovable;
  std::string why;  // it is blocked
};

using Budgets = std::vector<Ref<const PodDisruptionBudget>>;

DrainVerdict drainability(const Pod& pod, const Budgets& budgets, const ScaleDownOptions& options,
                          TimePoint now);

// What a node's departure would do to its pods.
struct NodeDrain {
  std::vector<Ref<const Pod>> movable, daemons;
  std::string blocked;  // by which pod, and why; empty: by none
};
NodeDrain drain_of(const std::vector<Ref<const Pod>>& pods, const Budgets& budgets,
                   const ScaleDownOptions& options, TimePoint now);

// Some budget lets nobody go now. One that lets some go lets the others go later, one after another.
bool budget_exhausted(const Pod& pod, const Budgets& budgets);
bool is_mirror(const Pod& pod);

}  // namespace podium::autoscaler
