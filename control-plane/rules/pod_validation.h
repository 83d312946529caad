// Validity of pod specs, in pods and in templates.
#pragma once

#include <string>

#include "control-plane/objects/pod_spec.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// `field`: "spec", or "spec.template.spec".
void check_pod_spec(const PodSpec& spec, const std::string& field, FieldErrors& errors);

// A template: its labels and its spec.
void check_template(const PodTemplateSpec& pod_template, const std::string& field, FieldErrors& errors);

}  // namespace podium
