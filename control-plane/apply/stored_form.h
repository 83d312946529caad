// An object as a real API server holds it, for the bookkeeping of owners: there every field exists that has
// no way of being absent (in Go: neither a pointer nor left out when empty), with its zero value. So nobody
// becomes the owner of `spec` by creating an object, but whoever sets `spec.strategy.rollingUpdate`, which is
// a pointer, does.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/schema/type.h"

namespace podium::apply {

// The object with those fields filled in. Values that are owned as a whole are left alone.
nlohmann::json stored_form(const schema::Type& type, const nlohmann::json& object);

}  // namespace podium::apply
