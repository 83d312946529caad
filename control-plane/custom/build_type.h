// A structural schema as a type of the schema model: what server-side apply needs to know.
#pragma once

#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/schema/type.h"

namespace podium::custom {

// The type of a whole object, metadata included; it and all it refers to are put into `types`. Objects with
// unknown fields that are kept have the type of any value.
const schema::Type* build_type(const nlohmann::json& schema, const std::string& kind,
                               std::deque<schema::Type>& types);

}  // namespace podium::custom
