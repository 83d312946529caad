// How much of a node its pods ask for.
#pragma once

#include <string>

#include "control-plane/autoscaler/options.h"
#include "control-plane/scheduler/scheduling_view.h"

namespace podium::autoscaler {

struct Utilization {
  double cpu = 0, memory = 0;  // parts of what the node can give

  double most() const { return cpu > memory ? cpu : memory; }
  std::string text() const;  // as Go prints cluster-autoscaler's struct: "{0.25 0.5 0 memory 0.5}"
};

Utilization utilization_of(const SchedulingView& view, std::size_t row, const ScaleDownOptions& options);

}  // namespace podium::autoscaler
