// One way of scheduling among those that a scheduler offers; pods choose by spec.schedulerName.
#pragma once

#include <map>
#include <set>
#include <string>

#include "control-plane/scheduler/plugin_args.h"

namespace podium {

struct PluginSet;

struct SchedulerProfile {
  std::string name = "default-scheduler";
  int percentage_of_nodes_to_score = 0;  // 0: adaptive
  PluginArgs args;
  bool preemption = true;
  // Plugins by name; "*" disables all that are not enabled by name.
  std::set<std::string> disabled_filters, disabled_scores;
  std::set<std::string> enabled_filters;
  std::map<std::string, std::int64_t> enabled_scores;  // name to weight; 0: the plugin's own
};

// The plugins of plugins/ that the profile wants, with its weights.
PluginSet plugins_of(const SchedulerProfile& profile);

}  // namespace podium
