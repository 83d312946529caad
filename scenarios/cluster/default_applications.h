// What containers do whom no scenario describes.
#pragma once

#include "sim/world/applications.h"

namespace podium {

// Containers run their command where the simulated shell understands it. Other init containers end well after
// a second or two; everything else runs for ever (the world's own default). Call after all other models have
// been added: the first that matches a container is its.
void add_default_applications(sim::Applications& applications);

}  // namespace podium
