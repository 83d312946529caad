// Holds an object against a structural schema, in the words of Kubernetes' validator. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/rules/field_error.h"

namespace podium::custom {

// What is wrong with a whole object, defaults set and unknown fields pruned. Rules of
// x-kubernetes-validations are not evaluated.
FieldErrors validate(const nlohmann::json& schema, const nlohmann::json& object);
// The same for a value within an object; fields of errors begin at the value.
FieldErrors validate_part(const nlohmann::json& schema, const nlohmann::json& value);

// Whether a text has the form ("date-time", "email"); forms that are not known fit everything.
bool has_format(const std::string& text, const std::string& format);

}  // namespace podium::custom
