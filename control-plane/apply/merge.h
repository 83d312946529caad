// An applied configuration on top of the object that is there, and the removal of fields from an object.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/apply/field_set.h"
#include "control-plane/apply/place.h"

namespace podium::apply {

// Everything that `config` says, and everything else as `live` has it. Lists whose elements have names: what
// the configuration names comes in its order; what only `live` has stays where it was between those.
nlohmann::json merge(const schema::Type& type, const nlohmann::json& live, const nlohmann::json& config);

// The object without the members of `fields` and what is in them, and without what becomes empty by that.
// Parts of a value that is owned as a whole are not removed.
nlohmann::json remove(const schema::Type& type, const nlohmann::json& object, const FieldSet& fields);

}  // namespace podium::apply
