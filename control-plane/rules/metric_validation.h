// Validity of what an autoscaler scales and looks at.
#pragma once

#include "control-plane/objects/metric.h"
#include "control-plane/rules/field_error.h"

namespace podium {

void check_scale_target(const CrossVersionObjectReference& target, const std::string& field,
                        FieldErrors& errors);

// One source, that of its type, with a name and a target of the right form.
void check_metric(const MetricSpec& metric, const std::string& field, FieldErrors& errors);

}  // namespace podium
