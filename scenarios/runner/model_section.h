// Application models as scenario files write them.
#pragma once

#include "scenarios/runner/section.h"
#include "sim/world/app_model.h"

namespace podium::scenario {

// A section of `applications:`: image (a glob) or labels, start, ready-after, exits, memory, service,
// stop, ignores-term, failures, ... Throws Mistake.
sim::AppModel read_app_model(const Section& section);

}  // namespace podium::scenario
