#include "control-plane/objects/kinds/controller_revision.h"
#include <nlohmann/json.hpp>

#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const auto& revision = static_cast<const ControllerRevision&>(object);
  if (!revision.data) errors.push_back(required("data", "data is mandatory"));
  check_not_negative(revision.revision, "revision", errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const Tree& data = static_cast<const ControllerRevision&>(fresh).data;
  if (!(data == static_cast<const ControllerRevision&>(old).data))
    errors.push_back(invalid_text("data", data.json().dump(), "field is immutable"));
  return errors;
}

}  // namespace

const Rules& controller_revision_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
