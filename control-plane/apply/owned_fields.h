// The fields that a value consists of.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/apply/field_set.h"
#include "control-plane/apply/place.h"

namespace podium::apply {

// What someone owns who has written all of `value`: its leaves (a struct, map or list that is owned as a
// whole is one), the elements of its lists and the entries of its maps. The fields of structs above them are
// not counted, except empty ones.
FieldSet owned_fields(const schema::Type& type, const nlohmann::json& value);

// The set with those fields of structs as members that have members below them.
FieldSet with_named_fields(const Place& place, const FieldSet& set);

}  // namespace podium::apply
