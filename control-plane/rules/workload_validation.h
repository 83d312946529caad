// What the specs of workloads have in common.
#pragma once

#include <optional>
#include <string>

#include "control-plane/objects/pod_spec.h"
#include "control-plane/rules/field_error.h"

namespace podium {

struct WorkloadSpec {
  const char* kind;  // for messages: "deployment"
  std::optional<std::int32_t> replicas;
  std::int32_t min_ready_seconds = 0;
  const Box<LabelSelector>& selector;
  const Box<PodTemplateSpec>& pod_template;
};

// The numbers, the selector, and that it selects the template's pods.
void check_workload(const WorkloadSpec& spec, FieldErrors& errors);

// The template of pods that run until they are deleted. `owner` for messages: "ReplicaSet".
void check_lasting_template(const PodTemplateSpec& pod_template, const std::string& owner,
                            FieldErrors& errors);
// The part of it that concerns their end.
void check_lasting(const PodTemplateSpec& pod_template, const std::string& owner, FieldErrors& errors);

void check_same_selector(const Box<LabelSelector>& before, const Box<LabelSelector>& after,
                         FieldErrors& errors);

// A selector without elements selects no template's pods if it is missing, and every one's if it is empty.
bool selects_template(const Box<LabelSelector>& selector, const Box<PodTemplateSpec>& pod_template);
// What is wrong if it does not.
FieldError not_selected(const std::string& field, const Labels& labels);

void check_not_negative(const std::optional<std::int64_t>& value, const std::string& field,
                        FieldErrors& errors);

// A number that is not negative, or a percentage; `at_most_all`: up to 100%.
void check_share(const IntOrString& share, const std::string& field, bool at_most_all, FieldErrors& errors);
// 0 or 0%.
bool is_zero(const IntOrString& share);
// As messages show it.
std::string shown(const IntOrString& share);

}  // namespace podium
