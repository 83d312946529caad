// Whether a configuration can be applied at all: each element of a list needs its name, once; fields and
// values must be those of the schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/schema/type.h"

namespace podium::apply {

// What is wrong, in the words of a real API server: `.spec.replica: field not declared in schema`, or several
// lines. Empty if nothing is.
std::string check_config(const schema::Type& type, const nlohmann::json& config);

}  // namespace podium::apply
