// What is wrong with the versions of a CustomResourceDefinition: schemas, subresources, columns, selectable
// fields, warnings. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/rules/field_error.h"

namespace podium::custom {

// `spec`: of the definition. What all versions have alike is told once, as a part of the whole:
// spec.validation, spec.subresources, spec.additionalPrinterColumns, spec.selectableFields.
void check_versions(const nlohmann::json& spec, FieldErrors& errors);

}  // namespace podium::custom
