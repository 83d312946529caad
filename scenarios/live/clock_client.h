// What `podium clock` and `podium why` say to a live simulation.
#pragma once

#include <string>

#include "runtime/env/status.h"

namespace podium::live {

// All find the simulation by the kubeconfig that serve() wrote, and answer with a line or more for
// people. Errors: no such file, nobody there, or what the simulation refused, in its words.
Result<std::string> show_clock(const std::string& kubeconfig);
// `action`: pause, run, step (with a duration such as "30s"; returns when it is done) or speed (with
// one such as "10x").
Result<std::string> change_clock(const std::string& kubeconfig, const std::string& action,
                                 const std::string& argument = {});
// The last event about `subject`, its cause, the cause of that and so on, one a line.
Result<std::string> why(const std::string& kubeconfig, const std::string& subject);

}  // namespace podium::live
