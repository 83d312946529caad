// Field sets as metadata.managedFields[].fieldsV1 writes them: an object per step, "." for the step itself.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "control-plane/apply/field_set.h"

namespace podium::apply {

// None if a name is no path element. Kinds of elements that a later version may know are left out.
std::optional<FieldSet> parse_fields(const nlohmann::json& fields);

nlohmann::json to_json(const FieldSet& set);

// The text with the members in the canonical order, which a tree does not keep: "." first, fields, keys,
// values, indices, each kind by its own order (so port 80 comes before port 443).
std::string to_text(const FieldSet& set);

}  // namespace podium::apply
