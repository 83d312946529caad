#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
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

void set_defaults(Deployment& deployment) {
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
  default_template_of(deployment.spec);
}

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
  if (is_zero(unavailable) && is_zero(surge)) {
    errors.push_back(invalid_value("spec.strategy.rollingUpdate.maxUnavailable", shown(unavailable),
                                   "may not be 0 when `maxSurge` is 0"));
  }
}

void check(const Deployment& deployment, FieldErrors& errors) {
  const DeploymentSpec& spec = deployment.spec.value();
  check_workload({"deployment", spec.replicas, spec.min_ready_seconds, spec.selector, spec.template_},
                 errors);
  check_lasting_template(spec.template_.value(), "ReplicaSet", errors);
  check_strategy(spec.strategy, errors);
  check_not_negative(spec.revision_history_limit, "spec.revisionHistoryLimit", errors);
  check_not_negative(spec.progress_deadline_seconds, "spec.progressDeadlineSeconds", errors);
  if (spec.progress_deadline_seconds && *spec.progress_deadline_seconds <= spec.min_ready_seconds) {
    errors.push_back(invalid_value("spec.progressDeadlineSeconds",
                                   std::to_string(*spec.progress_deadline_seconds),
                                   "must be greater than minReadySeconds"));
  }
}

void check_change(const Deployment& before, const Deployment& after, FieldErrors& errors) {
  check_same_selector(before.spec.value().selector, after.spec.value().selector, errors);
}

}  // namespace

const Rules& deployment_rules() { return workload_rules<Deployment, &set_defaults, &check, &check_change>(); }

}  // namespace podium
