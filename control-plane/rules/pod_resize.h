// Changes to what the containers of a running pod may use.
#pragma once

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// The containers of `spec` become those of `wanted` by name and order, with the wanted resources and
// resize policies and nothing else of them.
void take_resources(Box<PodSpec>& spec, const PodSpec& wanted);

// What is wrong with the change of the resources.
void check_resize(const Pod& before, const Pod& fresh, FieldErrors& errors);

}  // namespace podium
