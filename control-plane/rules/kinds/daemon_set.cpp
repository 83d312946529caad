#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

bool complete(const DaemonSetSpec& spec) {
  const DaemonSetUpdateStrategy& strategy = spec.update_strategy;
  const RollingUpdate& rolling = strategy.rolling_update.value();
  const bool rolls = strategy.type_ == "RollingUpdate";
  return spec.revision_history_limit && !strategy.type_.empty() &&
         (!rolls || (rolling.max_unavailable && rolling.max_surge));
}

void set_defaults(DaemonSet& set) {
  if (!complete(set.spec.value())) {
    DaemonSetSpec& spec = set.spec.edit();
    if (!spec.revision_history_limit) spec.revision_history_limit = 10;
    DaemonSetUpdateStrategy& strategy = spec.update_strategy;
    if (strategy.type_.empty()) strategy.type_ = "RollingUpdate";
    if (strategy.type_ == "RollingUpdate") {
      RollingUpdate& rolling = strategy.rolling_update.edit();
      if (!rolling.max_unavailable) rolling.max_unavailable = IntOrString(1);
      if (!rolling.max_surge) rolling.max_surge = IntOrString(0);
    }
  }
  default_template_of(set.spec);
}

// Either an old pod goes first, or the new one comes first.
void check_rolling(const RollingUpdate& rolling, const std::string& field, FieldErrors& errors) {
  const IntOrString unavailable = rolling.max_unavailable.value_or(0), surge = rolling.max_surge.value_or(0);
  check_share(unavailable, field + ".maxUnavailable", true, errors);
  check_share(surge, field + ".maxSurge", true, errors);
  if (!is_zero(unavailable) && !is_zero(surge)) {
    errors.push_back(
        invalid_value(field + ".maxSurge", shown(surge), "may not be set when maxUnavailable is non-zero"));
  } else if (is_zero(unavailable) && is_zero(surge)) {
    errors.push_back(required(field + ".maxUnavailable", "cannot be 0 when maxSurge is 0"));
  }
}

void check(const DaemonSet& set, FieldErrors& errors) {
  const DaemonSetSpec& spec = set.spec.value();
  check_workload({"daemonset", std::nullopt, spec.min_ready_seconds, spec.selector, spec.template_}, errors);
  check_lasting_template(spec.template_.value(), "DaemonSet", errors);
  const Text& strategy = spec.update_strategy.type_;
  if (strategy == "RollingUpdate")
    check_rolling(spec.update_strategy.rolling_update.value(), "spec.updateStrategy.rollingUpdate", errors);
  else if (!(strategy == "OnDelete"))
    errors.push_back(not_supported("spec.updateStrategy.type", strategy, {"OnDelete", "RollingUpdate"}));
  check_not_negative(spec.revision_history_limit, "spec.revisionHistoryLimit", errors);
}

void check_change(const DaemonSet& before, const DaemonSet& after, FieldErrors& errors) {
  check_same_selector(before.spec.value().selector, after.spec.value().selector, errors);
}

}  // namespace

const Rules& daemon_set_rules() { return workload_rules<DaemonSet, &set_defaults, &check, &check_change>(); }

}  // namespace podium
