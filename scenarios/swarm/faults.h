// What goes wrong in a drawn scenario, and what its users do meanwhile: entries of `random` and of `steps`.
#pragma once

#include "scenarios/swarm/workloads.h"

namespace podium::swarm {

struct Faults {
  std::vector<Json> random, steps;
};

// All of them between 0 and `until`, each undone by then.
Faults draw_faults(Random random, const Workloads& workloads, int nodes, Duration until);

}  // namespace podium::swarm
