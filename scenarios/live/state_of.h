// The state that a pod's place is decided by, as an API server tells it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/env/status.h"

namespace podium::live {

// The lists of nodes, pods, Services and so on, in the form that explain::read_state() reads; "pod" is the
// pod of that name as it was before it was placed, and is not among "pods". Errors: no such file, nobody
// there, no such pod, or what the server refused, in its words.
Result<nlohmann::json> state_of(const std::string& kubeconfig, const std::string& namespace_,
                                const std::string& pod);

}  // namespace podium::live
