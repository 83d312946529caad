#include "control-plane/objects/kinds/role.h"
#include "control-plane/rules/access_validation.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kPath, errors);
  check_access_rules(static_cast<const Role&>(object).rules, true, errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& role_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
