// What the pods on nodes ask of the pods that come after them: their affinity and anti-affinity.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "control-plane/scheduler/pod_rule.h"
#include "control-plane/scheduler/tally.h"

namespace podium {

// Pods of one namespace with equal affinity, and how many of them run on each row.
struct HeldAffinity {
  struct Term {
    PodTerm about;
    Text topology_key;
    std::int64_t weight = 0;  // of a preferred term
  };

  Box<Affinity> affinity;
  Text namespace_;
  std::vector<Term> required_affinity, required_anti, preferred_affinity, preferred_anti;
  RowCounts counts;
  std::int64_t pods = 0;
};

class HeldTerms {
 public:
  // A pod with affinity came to the node of `row` (by +1) or left it (-1); pods without change nothing.
  void count(const Pod& pod, std::size_t row, std::int32_t by);
  // All rows have moved: starts anew. The owner counts all pods in again.
  void reset(std::size_t rows);
  // Those that some pod holds, in the order in which they were seen first.
  const std::vector<std::unique_ptr<HeldAffinity>>& all() const { return held_; }

 private:
  HeldAffinity& group_of(const Pod& pod, const Box<Affinity>& affinity);
  void forget(const HeldAffinity& group);

  std::vector<std::unique_ptr<HeldAffinity>> held_;
  std::unordered_map<const void*, HeldAffinity*> by_identity_;  // of the shared affinity; never iterated
  std::size_t rows_ = 0;
};

}  // namespace podium
