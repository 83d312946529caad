// The user's wishes for the priority expander, as he writes them into a ConfigMap.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control-plane/objects/kinds/config_map.h"

namespace podium::autoscaler {

// Expressions for groups' names by priority: of the key "priorities", in YAML. Empty if there is none, or it
// cannot be read.
std::map<int, std::vector<std::string>> read_priorities(const ConfigMap* config);

}  // namespace podium::autoscaler
