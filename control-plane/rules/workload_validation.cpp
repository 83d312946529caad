#include "control-plane/rules/workload_validation.h"

#include "control-plane/rules/go_syntax.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_validation.h"

namespace podium {
namespace {

void check_not_negative(std::int32_t value, const char* field, FieldErrors& errors) {
  if (value >= 0) return;
  errors.push_back(invalid_value(field, std::to_string(value), "must be greater than or equal to 0"));
}

// A missing selector selects nothing, so that it fits no template either; an empty one fits any.
bool fits(const Box<LabelSelector>& selector, const Labels& labels) {
  return selector && (selector->empty() || selector->matches(labels));
}

}  // namespace

void check_workload(const WorkloadSpec& spec, const std::string& kind, FieldErrors& errors) {
  check_not_negative(spec.replicas.value_or(0), "spec.replicas", errors);
  check_not_negative(spec.min_ready_seconds, "spec.minReadySeconds", errors);
  if (!spec.selector) {
    errors.push_back(required("spec.selector"));
  } else {
    check_selector(*spec.selector, "spec.selector", errors);
    if (spec.selector->empty()) {
      errors.push_back(
          invalid_value("spec.selector", go_syntax(*spec.selector), "empty selector is invalid for " + kind));
    }
  }
  const Labels& labels = spec.pod_template.metadata.value().labels;
  if (!fits(spec.selector, labels)) {
    errors.push_back(invalid_value("spec.template.metadata.labels", go_syntax(labels),
                                   "`selector` does not match template `labels`"));
  }
  check_template(spec.pod_template, "spec.template", errors);
}

void check_same_selector(const Box<LabelSelector>& before, const Box<LabelSelector>& after,
                         FieldErrors& errors) {
  if (before == after) return;
  errors.push_back(invalid_value("spec.selector", go_syntax(after.value()), "field is immutable"));
}

}  // namespace podium
