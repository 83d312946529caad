// What a plain YAML scalar means to kubectl.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace podium {

// The value of an unquoted scalar: null, boolean, number or text. `error` is set for what JSON cannot
// hold (.inf, .nan).
nlohmann::json resolve_scalar(const std::string& text, std::string& error);

}  // namespace podium
