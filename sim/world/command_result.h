// A command that is run for its outcome alone, such as that of a probe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/env/executor.h"
#include "sim/world/container_view.h"

namespace podium::sim {

struct CommandResult {
  int exit_code = 0;
  std::string output;  // stdout and stderr as they came
};

// Nothing: it takes time. What it writes goes to `view`.
std::optional<CommandResult> run_at_once(Executor& os, ContainerView view, std::vector<std::string> words);

}  // namespace podium::sim
