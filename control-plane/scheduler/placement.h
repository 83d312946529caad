// Where shall this pod run? A function of the pod, the node table and a random draw for ties.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "control-plane/scheduler/plugin.h"
#include "runtime/env/random.h"

namespace podium {

// The outcome of one scheduling attempt.
struct Placement {
  int row = -1;                               // of the chosen node; -1: none fits
  std::size_t feasible = 0;                   // nodes that passed the filters, of those looked at
  std::map<std::string, std::size_t> reasons; // why not, in Kubernetes' words, with node counts
  std::uint32_t rejected_by = 0;              // bit i: filter i rejected some node
  std::size_t resolvable = 0;                 // nodes rejected only by what eviction could change

  // "0/5 nodes are available: 2 Insufficient cpu, 3 ... preemption: ...": event and condition text.
  std::string message(std::size_t nodes) const;
};

// One node's verdict and scores, for people who ask why.
struct NodeVerdict {
  Text node;
  std::vector<std::string> reasons;             // empty: it fits
  std::vector<std::int64_t> raw, normalized;    // per score plugin of PluginSet::scores
  std::int64_t total = 0;
};

// How many nodes to find before scoring (Kubernetes: numFeasibleNodesToFind, adaptive percentage).
std::size_t feasible_nodes_to_find(std::size_t nodes, int percentage = 0);

// Filters and scores with memory: pods of one class repeat no work on nodes that did not change.
// The result is, pod by pod, what evaluating every node anew would give.
class Placer {
 public:
  explicit Placer(PluginSet plugins, int percentage_of_nodes_to_score = 0);
  ~Placer();

  // Picks a node. Looks at nodes from where the last call stopped, in turn, until enough fit.
  Placement place(const PodView& pod, const NodeTable& nodes, Random& random);

  // The verdict on every node, without memory and without choosing.
  std::vector<NodeVerdict> explain(const PodView& pod, const NodeTable& nodes) const;

  const PluginSet& plugins() const { return plugins_; }

 private:
  struct Class;
  Class& class_of(const PodView& pod, const NodeTable& nodes);
  void refresh(Class& c, const PodView& pod, const NodeTable& nodes, std::size_t row) const;
  int best_of(const Class& c, Random& random);
  void tell_reasons(const PodView& pod, const NodeTable& nodes, Placement& placement) const;

  PluginSet plugins_;
  int percentage_;
  std::size_t next_start_ = 0;
  std::vector<std::unique_ptr<Class>> classes_;  // most recently used first
  std::vector<Eigen::Index> feasible_;           // scratch: rows that passed
  Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> scratch_;
};

}  // namespace podium
