// Objects of custom kinds in a table: the columns that their definition names.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/custom/definition.h"
#include "runtime/env/time.h"

namespace podium {

nlohmann::json custom_columns(const custom::Version& version);
// One row's cells, the name first.
nlohmann::json custom_cells(const custom::Version& version, const Object& object, TimePoint now);

}  // namespace podium
