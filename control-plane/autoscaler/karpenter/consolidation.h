// Which nodes could go, or make room for a cheaper one? Source: disruption controllers of Karpenter, v1 API.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/autoscaler/karpenter/instance_choice.h"
#include "control-plane/autoscaler/removal.h"
#include "control-plane/autoscaler/scale_down.h"

namespace podium::autoscaler {

inline constexpr const char* kDoNotDisrupt = "karpenter.sh/do-not-disrupt";

// A node that costs something.
struct PaidNode {
  Text node;
  std::size_t type = 0;  // among the types
  NodeDrain drain;
};

struct Disruption {
  std::string why;                         // "Empty", "Underutilized"
  std::vector<PaidNode> nodes;             // that go
  std::optional<std::size_t> replacement;  // a type of which one machine comes first

  bool operator==(const Disruption& other) const;
};

// What is looked at. Everything that is tried in `what_if` is undone.
struct ConsolidationScene {
  const PluginSet& plugins;
  WhatIf& what_if;
  const std::vector<InstanceType>& types;
  const std::vector<PaidNode>& nodes;  // that may be disrupted
  std::vector<Text> destinations;      // nodes that can take pods
  int budget = 0;                      // how many nodes may go now
  bool underutilized = true;           // not only empty ones
};

// Empty nodes go first, all together. Then one node whose pods fit elsewhere, or, with one cheaper machine
// more, elsewhere and there: that with the fewest pods. Absent: all are needed.
std::optional<Disruption> find_disruption(const ConsolidationScene& scene);

// What a node's departure would do, by Karpenter's rules: only budgets and the annotation stand against it.
NodeDrain disruption_of(const Node& node, const std::vector<Ref<const Pod>>& pods, const Budgets& budgets,
                        TimePoint now);

}  // namespace podium::autoscaler
