// KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1): profiles, plugins, their arguments.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "control-plane/scheduler/profile.h"
#include "control-plane/scheduler/queue.h"
#include "runtime/env/status.h"

namespace podium {

struct SchedulerConfiguration {
  std::vector<SchedulerProfile> profiles;
  QueueOptions queue;
  std::optional<double> qps;
  std::optional<int> burst;
  std::vector<std::string> warnings;  // what is said there and means nothing here
};

// Errors: kInvalid, naming field, value and what was expected: unknown fields, plugins that do not exist,
// two profiles of one name, a shape that is none.
Result<SchedulerConfiguration> read_scheduler_configuration(const nlohmann::json& tree);

// Reads the arguments of one entry of pluginConfig into `args`. Returns what is wrong, or an empty text.
// `args_tree` is at `path`.
std::string read_plugin_args(const std::string& plugin, const nlohmann::json& args_tree,
                             const std::string& path, PluginArgs& args);

}  // namespace podium
