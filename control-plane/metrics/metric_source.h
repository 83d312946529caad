// Where metrics by name come from: what a monitoring system knows, beside cpu and memory.
#pragma once

#include <optional>
#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium {

class MetricSource {
 public:
  virtual ~MetricSource() = default;

  // The pod's value now, in thousandths; nothing if it is not measured.
  virtual std::optional<std::int64_t> of_pod(const Text& metric, const Pod& pod) const = 0;

  // Something outside the cluster, told apart by labels.
  struct Outside {
    Labels labels;
    std::int64_t milli = 0;
  };
  virtual std::vector<Outside> outside(const Text& metric) const = 0;
};

}  // namespace podium
