// How a scenario file describes the machines of a simulated cloud: `cluster: node-groups:`.
#pragma once

#include <vector>

#include "scenarios/runner/section.h"
#include "sim/world/cloud.h"

namespace podium::scenario {

// Reads the list, which may be absent. Throws Mistake.
std::vector<sim::CloudGroup> read_node_groups(const Section& cluster);

}  // namespace podium::scenario
