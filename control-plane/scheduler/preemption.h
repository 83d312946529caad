// Who has to go so that a more important pod can come? A function of the pod and the cluster.
// Source: framework/preemption and plugins/defaultpreemption of Kubernetes 1.33.
#pragma once

#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/scheduler/placement.h"

namespace podium {

// A node on which the pod would fit if the victims went.
struct PreemptionCandidate {
  std::size_t row = 0;
  std::vector<Ref<const Pod>> victims;  // the most important first
  std::size_t budgets_violated = 0;     // victims that a PodDisruptionBudget would keep
};

struct Preemption {
  std::vector<PreemptionCandidate> candidates;
  int chosen = -1;                                          // among the candidates; -1: none
  std::vector<std::pair<std::size_t, NodeFailure>> failed;  // rows that were tried in vain
  // "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."; empty if chosen.
  std::string message;
};

struct PreemptionOptions {
  std::int64_t min_nodes_percentage = 10, min_nodes = 100;  // how many candidates to look for
};

class Preemptor {
 public:
  Preemptor(const PluginSet& plugins, PreemptionOptions options = {})
      : plugins_(plugins), options_(options) {}

  // For a pod that has just failed to find a node. The view is afterwards as it was.
  Preemption preempt(const PodView& pod, SchedulingView& view, const Placement& failed,
                     const std::vector<Ref<const PodDisruptionBudget>>& budgets, Random& random,
                     TimePoint now) const;

 private:
  struct Question;
  // Absent: why is told in `failure`, unless nobody there is less important.
  std::optional<PreemptionCandidate> try_node(const Question& question, std::size_t row,
                                              NodeFailure& failure) const;

  const PluginSet& plugins_;
  PreemptionOptions options_;
};

// Higher priority first; among equals the one that runs longer. A pod that does not run yet starts `now`.
bool more_important(const Pod& a, const Pod& b, TimePoint now);

// The place of the best candidate: fewest violated budgets, then the least important most important victim,
// the lowest sum of priorities, the fewest victims, the latest start of the most important ones, the first.
std::size_t best_candidate(const std::vector<PreemptionCandidate>& candidates, TimePoint now);

// Why this pod may not preempt at all; empty: it may.
std::string not_eligible(const PodView& pod, const SchedulingView& view, const Placement& failed);

}  // namespace podium
