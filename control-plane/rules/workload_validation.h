// What the specs of ReplicaSets and Deployments have in common.
#pragma once

#include "control-plane/objects/pod_spec.h"
#include "control-plane/rules/field_error.h"

namespace podium {

struct WorkloadSpec {
  std::optional<std::int32_t> replicas;
  std::int32_t min_ready_seconds = 0;
  const Box<LabelSelector>& selector;
  const PodTemplateSpec& pod_template;
};

// `kind` for messages: "deployment".
void check_workload(const WorkloadSpec& spec, const std::string& kind, FieldErrors& errors);

void check_same_selector(const Box<LabelSelector>& before, const Box<LabelSelector>& after,
                         FieldErrors& errors);

}  // namespace podium
