// What is wrong with a CustomResourceDefinition, in Kubernetes' words. A pure function.
#pragma once

#include "control-plane/objects/generic.h"
#include "control-plane/rules/field_error.h"

namespace podium::custom {

// `before`: what it follows; null for a new one.
FieldErrors check_definition(const Generic& crd, const Generic* before);

}  // namespace podium::custom
