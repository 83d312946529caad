// Patterns with '*' for any run of characters, '/' included. The empty pattern matches everything.
#pragma once

#include <string_view>

namespace podium::sim {

bool glob_match(std::string_view pattern, std::string_view text);

}  // namespace podium::sim
