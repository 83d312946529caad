// Validity of the containers that join a running pod.
#pragma once

#include <set>
#include <string>

#include "control-plane/objects/pod_spec.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// `volumes`: the names that mounts may use. `others`: the names of the pod's other containers.
void check_ephemeral_containers(const List<EphemeralContainer>& containers, const std::string& field,
                                const std::set<std::string_view>& volumes,
                                const std::set<std::string_view>& others, FieldErrors& errors);

}  // namespace podium
