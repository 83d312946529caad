// Whether a schema is structural, and says nothing that Kubernetes refuses. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/rules/field_error.h"

namespace podium::custom {

// Takes any tree.
void check_schema(const nlohmann::json& schema, const std::string& path, FieldErrors& errors);

// The rules of x-kubernetes-list-type, x-kubernetes-list-map-keys and x-kubernetes-map-type for one part.
void check_list_kind(const nlohmann::json& schema, const std::string& path, FieldErrors& errors);

}  // namespace podium::custom
