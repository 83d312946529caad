#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const PodDisruptionBudgetSpec& spec = static_cast<const PodDisruptionBudget&>(object).spec.value();
  if (spec.min_available && spec.max_unavailable) {
    errors.push_back(invalid_value("spec",
                                   "{\"minAvailable\":" + shown(*spec.min_available) +
                                       ",\"maxUnavailable\":" + shown(*spec.max_unavailable) + "}",
                                   "minAvailable and maxUnavailable cannot be both set"));
  }
  if (spec.min_available) check_share(*spec.min_available, "spec.minAvailable", true, errors);
  if (spec.max_unavailable) check_share(*spec.max_unavailable, "spec.maxUnavailable", true, errors);
  const Text& policy = spec.unhealthy_pod_eviction_policy;
  if (!policy.empty() && !(policy == "IfHealthyBudget") && !(policy == "AlwaysAllow")) {
    errors.push_back(
        not_supported("spec.unhealthyPodEvictionPolicy", policy, {"AlwaysAllow", "IfHealthyBudget"}));
  }
  if (spec.selector) check_selector(*spec.selector, "spec.selector", errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& pod_disruption_budget_rules() {
  static const Rules rules = {&no_defaults,
                              &validate,
                              &validate_update,
                              &spec_differs<PodDisruptionBudget>,
                              &keep_status_of<PodDisruptionBudget>,
                              &keep_spec_of<PodDisruptionBudget>};
  return rules;
}

}  // namespace podium
