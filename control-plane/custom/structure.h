// Whether a schema is structural: what an object looks like is said once, outside of the conditions that its
// values must meet. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/rules/field_error.h"

namespace podium::custom {

// Errors come in the order of their texts.
FieldErrors check_structure(const nlohmann::json& schema, const std::string& path);

}  // namespace podium::custom
