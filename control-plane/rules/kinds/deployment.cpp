#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

bool complete(const DeploymentSpec& spec) {
  const bool strategy =
      spec.strategy.type_ == "Recreate" ||
      (spec.strategy.type_ == "RollingUpdate" && spec.strategy.rolling_update &&
       spec.strategy.rolling_update->max_surge && spec.strategy.rolling_update->max_unavailable);
  return spec.replicas && spec.revision_history_limit && spec.progress_deadline_seconds && strategy;
}

void set_defaults(Object& object) {
  auto& deployment = static_cast<Deployment&>(object);
  if (!complete(deployment.spec.value())) {
    DeploymentSpec& spec = deployment.spec.edit();
    if (!spec.replicas) spec.replicas = 1;
    if (!spec.revision_history_limit) spec.revision_history_limit = 10;
    if (!spec.progress_deadline_seconds) spec.progress_deadline_seconds = 600;
    if (spec.strategy.type_.empty()) spec.strategy.type_ = "RollingUpdate";
    if (spec.strategy.type_ == "RollingUpdate") {
      RollingUpdate& rolling = spec.strategy.rolling_update.edit();
      if (!rolling.max_unavailable) rolling.max_unavailable = IntOrString("25%");
      if (!rolling.max_surge) rolling.max_surge = IntOrString("25%");
    }
  }
  Box<PodTemplateSpec> pod_template = deployment.spec->template_;
  default_template(pod_template);
  if (!pod_template.same_as(deployment.spec->template_))
    deployment.spec.edit().template_ = std::move(pod_template);
}

// A number that is not negative, or a percentage.
void check_share(const IntOrString& share, const std::string& field, bool at_most_all, FieldErrors& errors) {
  if (!share.is_text()) {
    if (share.number < 0)
      errors.push_back(
          invalid_value(field, std::to_string(share.number), "must be greater than or equal to 0"));
    return;
  }
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

bool zero(const IntOrString& share) { return share.scaled(100, true).value_or(1) == 0; }

void check_strategy(const DeploymentStrategy& strategy, FieldErrors& errors) {
  if (strategy.type_ == "Recreate") {
    if (strategy.rolling_update) {
      errors.push_back(field_forbidden("spec.strategy.rollingUpdate",
                                       "may not be specified when strategy `type` is 'Recreate'"));
    }
    return;
  }
  if (!(strategy.type_ == "RollingUpdate")) {
    errors.push_back(not_supported("spec.strategy.type", strategy.type_, {"Recreate", "RollingUpdate"}));
    return;
  }
  const RollingUpdate& rolling = strategy.rolling_update.value();
  const IntOrString unavailable = rolling.max_unavailable.value_or(0), surge = rolling.max_surge.value_or(0);
  check_share(unavailable, "spec.strategy.rollingUpdate.maxUnavailable", true, errors);
  check_share(surge, "spec.strategy.rollingUpdate.maxSurge", false, errors);
  if (zero(unavailable) && zero(surge)) {
    errors.push_back(invalid_value("spec.strategy.rollingUpdate.maxUnavailable",
                                   unavailable.is_text() ? quoted(unavailable.text) : "0",
                                   "may not be 0 when `maxSurge` is 0"));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const DeploymentSpec& spec = static_cast<const Deployment&>(object).spec.value();
  check_workload({spec.replicas, spec.min_ready_seconds, spec.selector, spec.template_.value()}, "deployment",
                 errors);
  check_strategy(spec.strategy, errors);
  const auto not_negative = [&](const std::optional<std::int32_t>& value, const char* field) {
    if (value && *value < 0)
      errors.push_back(invalid_value(field, std::to_string(*value), "must be greater than or equal to 0"));
  };
  not_negative(spec.revision_history_limit, "spec.revisionHistoryLimit");
  not_negative(spec.progress_deadline_seconds, "spec.progressDeadlineSeconds");
  if (spec.progress_deadline_seconds && *spec.progress_deadline_seconds <= spec.min_ready_seconds) {
    errors.push_back(invalid_value("spec.progressDeadlineSeconds",
                                   std::to_string(*spec.progress_deadline_seconds),
                                   "must be greater than minReadySeconds"));
  }
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  const auto &before = static_cast<const Deployment&>(old), &after = static_cast<const Deployment&>(fresh);
  FieldErrors errors;
  if (before.spec.same_as(after.spec)) {
    check_metadata(after.metadata, true, NameForm::kSubdomain, errors);
    return errors;
  }
  errors = validate(fresh);
  check_same_selector(before.spec.value().selector, after.spec.value().selector, errors);
  return errors;
}

void keep_status(Object& fresh, const Object& old) {
  static_cast<Deployment&>(fresh).status = static_cast<const Deployment&>(old).status;
}

void keep_spec(Object& fresh, const Object& old) {
  static_cast<Deployment&>(fresh).spec = static_cast<const Deployment&>(old).spec;
}

bool spec_changed(const Object& old, const Object& fresh) {
  return !(static_cast<const Deployment&>(old).spec == static_cast<const Deployment&>(fresh).spec);
}

}  // namespace

const Rules& deployment_rules() {
  static const Rules rules = {&set_defaults, &validate,    &validate_update,
                              &spec_changed, &keep_status, &keep_spec};
  return rules;
}

}  // namespace podium
