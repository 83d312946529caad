// Why a pod runs where it runs, or nowhere: what the scheduler would say of it, in full.
#pragma once

#include "control-plane/scheduler/preemption.h"
#include "control-plane/scheduler/profile.h"
#include "control-plane/scheduler/verdict.h"
#include "scenarios/explain/cluster_state.h"

namespace podium::explain {

struct Explanation {
  PluginSet plugins;
  Verdicts verdicts;
  std::vector<Text> gates;  // of a pod that nobody tries to place yet
  std::string message;      // of a pod that fits nowhere: the text of its FailedScheduling event
  Preemption preemption;    // what it would do then
};

// `now` is when pods start that have not started.
Explanation explain(ClusterState& state, const SchedulerProfile& profile, TimePoint now);

}  // namespace podium::explain
