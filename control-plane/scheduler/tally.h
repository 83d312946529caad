// How many pods that a rule is about run on each node, kept by difference: a new pod costs the rules
// that its labels may concern, not a count of all pods.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "control-plane/scheduler/pod_rule.h"

namespace podium {

// Pods per row of the node table.
using RowCounts = std::vector<std::int32_t>;

class Tallies {
 public:
  // Calls back with each pod that runs on a node, and the node's row.
  using Visit = std::function<void(const Pod&, std::size_t row)>;
  using VisitAll = std::function<void(const Visit&)>;

  // The counts of a rule for rows of `layout`; counted through `all` if the rule is new or the rows
  // have moved. Valid until kMaxRules other rules were asked for or the pods change.
  const RowCounts& of(const PodRule& rule, std::uint64_t layout, std::size_t rows,
                      const NamespaceLabels& namespaces, const VisitAll& all);

  // A pod came to the node of `row` (by +1) or left it (-1).
  void count(const Pod& pod, std::size_t row, std::int32_t by, const NamespaceLabels& namespaces);

  static constexpr std::size_t kMaxRules = 1024;

 private:
  struct Tally {
    PodRule rule;
    RowCounts counts;
    std::uint64_t layout = 0, namespaces = 0, used = 0;
  };
  using Bucket = std::vector<Tally*>;

  Tally& entry_of(const PodRule& rule);
  Tally& make(const PodRule& rule, std::size_t hash);
  void forget_least_used();
  Bucket& bucket_of(const PodRule& rule);

  std::vector<std::unique_ptr<Tally>> tallies_;
  std::unordered_multimap<std::size_t, Tally*> by_hash_;  // never iterated but under one hash
  // Rules by a label that a pod must have to match; those that name none stand in `general_`.
  std::unordered_map<std::size_t, Bucket> by_label_;
  Bucket general_;
  std::uint64_t clock_ = 0;
};

}  // namespace podium
