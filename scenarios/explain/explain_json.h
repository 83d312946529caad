// An explanation for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scenarios/explain/explanation.h"

namespace podium::explain {

// {"preFilter", "skippedFilterPlugins", "skippedScorePlugins", "nodes": {NAME: {"filter",
// "allFilterFailures", "scores": {PLUGIN: {"raw", "normalized", "weight", "weighted"}}, "total"}},
// "feasible", "best", "schedulerScores", "failedSchedulingMessage", "preemption", "scorePluginWeights"}.
// Nodes by name.
nlohmann::json to_json(const Explanation& explanation, const ClusterState& state);

}  // namespace podium::explain
