#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/rules/access_validation.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kPath, errors);
  const auto& role = static_cast<const ClusterRole&>(object);
  check_access_rules(role.rules, false, errors);
  if (!role.aggregation_rule) return errors;
  const List<LabelSelector>& selectors = role.aggregation_rule->cluster_role_selectors;
  constexpr const char* kSelectors = "aggregationRule.clusterRoleSelectors";
  if (selectors.empty())
    errors.push_back(
        required(kSelectors, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
  for (std::size_t i = 0; i < selectors.size(); ++i)
    check_selector(selectors[i], element(kSelectors, i), errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& cluster_role_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
