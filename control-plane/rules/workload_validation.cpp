#include "control-plane/rules/workload_validation.h"

#include "control-plane/rules/go_syntax.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_validation.h"

namespace podium {

void check_workload(const WorkloadSpec& spec, FieldErrors& errors) {
  check_not_negative(spec.replicas, "spec.replicas", errors);
  check_not_negative(spec.min_ready_seconds, "spec.minReadySeconds", errors);
  if (!spec.selector) {
    errors.push_back(required("spec.selector"));
  } else {
    check_selector(*spec.selector, "spec.selector", errors);
    if (spec.selector->empty()) {
      errors.push_back(invalid_value("spec.selector", go_syntax(*spec.selector),
                                     "empty selector is invalid for " + std::string(spec.kind)));
    }
  }
  if (!selects_template(spec.selector, spec.pod_template))
    errors.push_back(not_selected("spec.template", spec.pod_template.value().metadata.value().labels));
}

void check_lasting(const PodTemplateSpec& pod_template, const std::string& owner, FieldErrors& errors) {
  const PodSpec& spec = pod_template.spec.value();
  if (!(spec.restart_policy == "Always")) {
    errors.push_back(not_supported("spec.template.spec.restartPolicy", spec.restart_policy, {"Always"}));
  }
  if (spec.active_deadline_seconds) {
    errors.push_back(field_forbidden("spec.template.spec.activeDeadlineSeconds",
                                     "activeDeadlineSeconds in " + owner + " is not Supported"));
  }
}

void check_lasting_template(const PodTemplateSpec& pod_template, const std::string& owner,
                            FieldErrors& errors) {
  check_template(pod_template, "spec.template", errors);
  check_lasting(pod_template, owner, errors);
}

void check_same_selector(const Box<LabelSelector>& before, const Box<LabelSelector>& after,
                         FieldErrors& errors) {
  if (before == after) return;
  errors.push_back(invalid_value("spec.selector", go_syntax(after.value()), "field is immutable"));
}

bool selects_template(const Box<LabelSelector>& selector, const Box<PodTemplateSpec>& pod_template) {
  return selector && selector->matches(pod_template.value().metadata.value().labels);
}

FieldError not_selected(const std::string& field, const Labels& labels) {
  return invalid_value(field + ".metadata.labels", go_syntax(labels),
                       "`selector` does not match template `labels`");
}

void check_not_negative(const std::optional<std::int64_t>& value, const std::string& field,
                        FieldErrors& errors) {
  if (value.value_or(0) >= 0) return;
  errors.push_back(invalid_value(field, std::to_string(*value), "must be greater than or equal to 0"));
}

void check_share(const IntOrString& share, const std::string& field, bool at_most_all, FieldErrors& errors) {
  if (!share.is_text()) return check_not_negative(share.number, field, errors);
  const std::optional<std::int32_t> percent = share.scaled(100, false);
  if (!percent || *percent < 0) {
    errors.push_back(invalid_text(
        field, share.text,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or "
        "'93%', regex used for validation is '[0-9]+%')"));
  } else if (at_most_all && *percent > 100) {
    errors.push_back(invalid_text(field, share.text, "must not be greater than 100%"));
  }
}

bool is_zero(const IntOrString& share) { return share.scaled(100, true).value_or(1) == 0; }

std::string shown(const IntOrString& share) {
  return share.is_text() ? quoted(share.text) : std::to_string(share.number);
}

}  // namespace podium
