// Whether a schema is structural, and says nothing that Kubernetes refuses. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/rules/field_error.h"

namespace podium::custom {

void check_schema(const nlohmann::json& schema, const std::string& path, FieldErrors& errors);

}  // namespace podium::custom
