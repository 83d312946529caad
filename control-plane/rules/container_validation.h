// Validity of one container.
#pragma once

#include <set>
#include <string>

#include "control-plane/objects/pod_spec.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// `volumes`: the names that mounts may use. `init`: an init container, which may be a sidecar.
void check_container(const Container& container, const std::string& field,
                     const std::set<std::string_view>& volumes, bool init, FieldErrors& errors);

}  // namespace podium
