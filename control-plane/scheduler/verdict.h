// Every node's verdict on one pod, for people who ask why: evaluated plainly, without memory.
#pragma once

#include "control-plane/scheduler/pod_filters.h"

namespace podium {

struct NodeVerdict {
  Text node;
  std::optional<NodeFailure> failure;         // what speaks for the node; absent: it fits
  std::vector<NodeFailure> all_failures;      // what each filter says by itself
  std::vector<std::int64_t> raw, normalized;  // per plugin of PluginSet::scores, if it fits
  std::int64_t total = 0;                     // the sum of weight * normalized
};

struct Verdicts {
  std::vector<NodeVerdict> nodes;      // in the order of rows
  std::optional<NodeFailure> refused;  // before any node was asked
  std::vector<std::string_view> skipped_filters;
  std::optional<std::vector<Text>> only;  // the nodes that came in question
  std::vector<bool> scored;               // per score plugin: had it something to say?

  std::vector<std::size_t> feasible() const;  // rows
  std::vector<std::size_t> best() const;      // rows of the greatest total
};

Verdicts judge_nodes(const PluginSet& plugins, const PodView& pod, SchedulingView& view);

}  // namespace podium
