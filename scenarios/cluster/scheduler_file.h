// A KubeSchedulerConfiguration from a file, as users of a real cluster have it.
#pragma once

#include <string>

#include "control-plane/scheduler/configuration.h"
#include "control-plane/scheduler/scheduler.h"

namespace podium {

// Errors name the file, the place in it, the value and what was expected.
Result<SchedulerConfiguration> read_scheduler_file(const std::string& path);

// Lets a scheduler do what the configuration says; what it leaves out stays.
void configure(SchedulerOptions& options, const SchedulerConfiguration& configuration);

}  // namespace podium
