// Where shall this pod run? A function of the pod, the cluster and a random draw for ties.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/scheduler/pod_filters.h"
#include "runtime/env/random.h"

namespace podium {

class PodScores;

// The outcome of one scheduling attempt.
struct Placement {
  int row = -1;              // of the chosen node; -1: none fits
  std::size_t feasible = 0;  // nodes that passed the filters, of those looked at
  // If none fits: why not, per node; or what a filter said before any node was asked.
  std::vector<NodeFailure> failures;
  std::optional<NodeFailure> refused;
  std::uint32_t rejected_by = 0;  // bit i: filter i rejected some node

  // "0/5 nodes are available: 2 Insufficient cpu, 3 ...": event and condition text, without preemption.
  std::string message(std::size_t nodes) const;
};

// How many nodes to find before scoring (Kubernetes: numFeasibleNodesToFind, adaptive percentage).
std::size_t feasible_nodes_to_find(std::size_t nodes, int percentage = 0);

// Filters and scores with memory: pods of one class repeat no work on nodes that did not change.
// The result is, pod by pod, what evaluating every node anew would give.
class Placer {
 public:
  explicit Placer(PluginSet plugins, int percentage_of_nodes_to_score = 0);
  ~Placer();

  // Picks a node. Looks at nodes from where the last call stopped, in turn, until enough fit; if the pod is
  // nominated to a node that fits, takes that. The view is afterwards as it was.
  Placement place(const PodView& pod, SchedulingView& view, Random& random);

  const PluginSet& plugins() const { return plugins_; }

 private:
  struct Class;
  struct Attempt;
  Class& class_of(const PodView& pod, const SchedulingView& view);
  Class& make_class(const PodView& pod, const SchedulingView& view);
  void refresh(Class& c, const PodView& pod, const SchedulingView& view, std::size_t row) const;
  bool fits(const Attempt& attempt, std::size_t row) const;
  bool fits_nominated(const Attempt& attempt) const;
  void find_feasible(const Attempt& attempt);
  int best_of(const Attempt& attempt, Random& random);
  void tell_failures(const PodView& pod, SchedulingView& view, Placement& placement) const;

  PluginSet plugins_;
  int percentage_;
  std::size_t next_start_ = 0;
  std::vector<std::unique_ptr<Class>> classes_;  // most recently used first
  Rows feasible_;                                // scratch: rows that passed
  Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> scratch_;
};

}  // namespace podium
