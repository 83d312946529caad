// Which node or pod an act is about: named, found through a pod, or drawn at random.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "scenarios/runner/condition.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

// `node: node-2`, `node: random`, or `node-of: web` (the node of the first pod with that app label).
class NodeTarget {
 public:
  static NodeTarget read(const Section& section);
  Result<std::string> find(const Cluster& cluster, Random& random) const;
  const std::string& text() const { return text_; }
  std::vector<std::string> names() const;  // of machines that the scenario names itself

 private:
  std::string name_, text_;
  std::optional<PodChoice> of_;
};

// `pod: web-1` by name, or `pods: web` by label: the first in name order, or with `pick: random` any.
class PodTarget {
 public:
  static PodTarget read(const Section& section);
  Result<Ref<const Pod>> find(const Cluster& cluster, Random& random) const;
  const std::string& text() const { return text_; }

 private:
  Key name_;
  std::string text_;
  std::optional<PodChoice> of_;
  bool random_ = false;
};

}  // namespace podium::scenario
