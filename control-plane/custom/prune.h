// What a structural schema keeps of an object, and what it fills in. Pure functions on trees.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "control-plane/schema/decode.h"

namespace podium::custom {

// Removes from a whole object the fields that the schema does not know; each is told as `unknown field
// "spec.foo"`, as fieldValidation words it.
void prune(const nlohmann::json& schema, nlohmann::json& object, std::vector<std::string>& unknown);

// The same for a value within an object.
void prune_part(const nlohmann::json& schema, nlohmann::json& value, std::vector<std::string>& unknown);

// Sets what is absent, or null where that is not allowed, and has a default.
void set_defaults(const nlohmann::json& schema, nlohmann::json& object);

// Reads the body of a request: metadata by its own type, the rest as the schema prunes it. Whether the values
// have the right types is said by validation, as upstream.
schema::Decoding read_text(const nlohmann::json& schema, std::string_view text, nlohmann::json& object);
schema::Decoding read_tree(const nlohmann::json& schema, nlohmann::json tree, nlohmann::json& object);

}  // namespace podium::custom
