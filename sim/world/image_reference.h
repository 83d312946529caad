// Names of images as container engines read them.
#pragma once

#include <string>
#include <string_view>

#include "runtime/env/status.h"

namespace podium::sim {

// "nginx:1.25" -> "docker.io/library/nginx:1.25"; no tag and no digest means ":latest".
// kInvalid: not a reference ("invalid reference format").
Result<std::string> full_reference(std::string_view reference);

// "docker.io/library/nginx:1.25" -> "nginx:1.25": what a person would write.
std::string_view familiar_reference(std::string_view full);

// Do both mean the same image?
bool same_image(std::string_view a, std::string_view b);

}  // namespace podium::sim
