// Defaults of pod specs, in pods and in templates.
#pragma once

#include "control-plane/objects/pod_spec.h"

namespace podium {

// `in_pod`: also what only pods get (limits become requests, enableServiceLinks, host ports).
void default_pod_spec(Box<PodSpec>& spec, bool in_pod);

void default_template(Box<PodTemplateSpec>& pod_template);

}  // namespace podium
