#include "control-plane/objects/kinds/resource_quota.h"
#include "control-plane/rules/quota_names.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

const ResourceQuotaSpec& spec_of(const Object& object) {
  return static_cast<const ResourceQuota&>(object).spec.value();
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const ResourceQuotaSpec& spec = spec_of(object);
  check_quota_amounts(spec.hard, "spec.hard", errors);
  check_quota_scopes(spec, errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  if (!(spec_of(old).scopes == spec_of(fresh).scopes))
    errors.push_back(invalid_value("spec.scopes", shown_scopes(spec_of(fresh)), "field is immutable"));
  return errors;
}

}  // namespace

const Rules& resource_quota_rules() {
  static const Rules rules = {&no_defaults,
                              &validate,
                              &validate_update,
                              &never_changes,
                              &keep_status_of<ResourceQuota>,
                              &keep_spec_of<ResourceQuota>};
  return rules;
}

}  // namespace podium
