// Defaults of pod specs, in pods and in templates.
#pragma once

#include "control-plane/objects/pod_spec.h"

namespace podium {

// `in_pod`: also what only pods get (limits become requests, enableServiceLinks, host ports).
void default_pod_spec(Box<PodSpec>& spec, bool in_pod);

void default_template(Box<PodTemplateSpec>& pod_template);

// The defaults of the template inside a workload's spec, which stays shared if there is nothing to do.
template <class Spec>
void default_template_of(Box<Spec>& spec) {
  Box<PodTemplateSpec> pod_template = spec.value().template_;
  default_template(pod_template);
  if (!pod_template.same_as(spec.value().template_)) spec.edit().template_ = std::move(pod_template);
}

}  // namespace podium
