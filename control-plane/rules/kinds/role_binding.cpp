#include "control-plane/objects/kinds/role_binding.h"
#include "control-plane/rules/access_validation.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& binding = static_cast<RoleBinding&>(object);
  default_binding(binding.role_ref, binding.subjects);
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kPath, errors);
  const auto& binding = static_cast<const RoleBinding&>(object);
  check_binding(binding.role_ref, binding.subjects, true, errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  check_same_role(static_cast<const RoleBinding&>(old).role_ref,
                  static_cast<const RoleBinding&>(fresh).role_ref, errors);
  return errors;
}

}  // namespace

const Rules& role_binding_rules() {
  static const Rules rules = {&set_defaults,  &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
