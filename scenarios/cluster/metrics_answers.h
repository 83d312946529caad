// Who answers for what is measured.
#pragma once

#include "scenarios/cluster/programs.h"

namespace podium {

// Lets the server ask `metrics` for all kinds of metrics, while it runs. `wanted`: whether there should be
// one. `metrics` outlives the server.
void answer_for_metrics(ApiServer& server, MetricsProgram* const& metrics, bool wanted);

}  // namespace podium
