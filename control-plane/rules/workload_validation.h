// What the specs of ReplicaSets and Deployments have in common.
#pragma once

#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_validation.h"

namespace podium {

// replicas, selector and template; `kind` for messages: "deployment".
template <class Spec>
void check_workload_spec(const Spec& spec, const std::string& kind, FieldErrors& errors) {
  if (spec.replicas.value_or(0) < 0) {
    errors.push_back(
        invalid_value("spec.replicas", std::to_string(*spec.replicas), "must be greater than or equal to 0"));
  }
  if (spec.min_ready_seconds < 0) {
    errors.push_back(invalid_value("spec.minReadySeconds", std::to_string(spec.min_ready_seconds),
                                   "must be greater than or equal to 0"));
  }
  if (!spec.selector) {
    errors.push_back(required("spec.selector"));
  } else {
    check_selector(*spec.selector, "spec.selector", errors);
    if (spec.selector->empty()) {
      errors.push_back(invalid_value("spec.selector", "{}", "empty selector is invalid for " + kind));
    }
  }
  const PodTemplateSpec& pod_template = spec.template_.value();
  const Labels& labels = pod_template.metadata.value().labels;
  if (spec.selector && !spec.selector->empty() && !spec.selector->matches(labels)) {
    std::string shown = "{";
    for (const auto& [key, value] : labels)
      shown += (shown.size() > 1 ? "," : "") + quoted(key) + ":" + quoted(value);
    errors.push_back(invalid_value("spec.template.metadata.labels", shown + "}",
                                   "`selector` does not match template `labels`"));
  }
  check_template(pod_template, "spec.template", errors);
}

inline void check_same_selector(const Box<LabelSelector>& before, const Box<LabelSelector>& after,
                                FieldErrors& errors) {
  if (before == after) return;
  std::string shown = "{";
  for (const auto& [key, value] : after.value().match_labels) {
    shown += (shown.size() > 1 ? "," : "") + quoted(key) + ":" + quoted(value);
  }
  errors.push_back(invalid_value("spec.selector", shown + "}", "field is immutable"));
}

}  // namespace podium
