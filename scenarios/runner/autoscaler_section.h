// How a scenario file turns the cluster autoscaler's knobs: `cluster: autoscaler:`.
#pragma once

#include <memory>

#include "control-plane/autoscaler/options.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

// Null: the cluster has no autoscaler. Throws Mistake.
std::shared_ptr<const AutoscalerOptions> read_autoscaler(const Section& cluster);

}  // namespace podium::scenario
