// Defaults inside what the structs keep as JSON: volume sources and references to fields.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/objects/pod_spec.h"

namespace podium {

// A volume without a source is an emptyDir; sources get their file modes and token life.
void default_volumes(List<Volume>& volumes);

// A `fieldRef` in `holder` names a field of the pod in version v1.
void default_field_ref(nlohmann::json& holder);

}  // namespace podium
