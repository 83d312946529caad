// What a pod refers to, beside its node: what its kubelet must be able to read.
#pragma once

#include <string_view>

#include "control-plane/objects/kinds/pod.h"

namespace podium {

bool refers_to_secret(const Pod& pod, std::string_view name);
bool refers_to_config_map(const Pod& pod, std::string_view name);
bool refers_to_claim(const Pod& pod, std::string_view name);

}  // namespace podium
