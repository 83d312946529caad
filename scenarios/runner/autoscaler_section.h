// How a scenario file turns the knobs of what scales node groups: `cluster: autoscaler:`, or `karpenter:`.
#pragma once

#include <memory>

#include "control-plane/autoscaler/karpenter/options.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

// Null: the cluster has no autoscaler. Throws Mistake.
std::shared_ptr<const AutoscalerOptions> read_autoscaler(const Section& cluster);
// Null: it has no Karpenter. Throws Mistake, also if it has both.
std::shared_ptr<const KarpenterOptions> read_karpenter(const Section& cluster);

}  // namespace podium::scenario
