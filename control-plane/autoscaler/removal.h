// Could a node's pods run elsewhere? Tried out, pod by pod.
#pragma once

#include <map>
#include <set>

#include "control-plane/autoscaler/what_if.h"
#include "control-plane/scheduler/plugin.h"

namespace podium::autoscaler {

// Where pods can be moved to. Remembers where they went the last time, and goes round the nodes, so that
// nodes are filled evenly and full ones are not asked again and again.
class Destinations {
 public:
  // `excluded`: nodes that must not take pods, beside the one that is left.
  void begin(std::vector<Text> nodes) { nodes_ = std::move(nodes); }
  void exclude(const Text& node) { excluded_.insert(node); }
  void reset() { excluded_.clear(); }

  // Moves the pods off `node` in `what_if`, where they stay. False, and nothing is moved: some fit nowhere.
  bool move(const PluginSet& plugins, WhatIf& what_if, const std::vector<Ref<const Pod>>& pods,
            const Text& node);

 private:
  const Text* find(const PluginSet& plugins, const WhatIf& what_if, const PodView& pod, const Text& from);

  std::vector<Text> nodes_;
  std::set<Text> excluded_;
  std::size_t next_ = 0;
  std::map<Text, Text> hints_;  // pods' uids to nodes
};

}  // namespace podium::autoscaler
