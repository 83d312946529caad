#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const auto& map = static_cast<const ConfigMap&>(object);
  std::size_t bytes = 0;
  check_data(map.data, "data", bytes, errors);
  check_data(map.binary_data, "binaryData", bytes, errors);
  if (bytes > kMaxConfigBytes) errors.push_back(too_long("", kMaxConfigBytes));
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const auto &before = static_cast<const ConfigMap&>(old), &after = static_cast<const ConfigMap&>(fresh);
  if (!before.immutable.value_or(false)) return errors;
  constexpr const char* kImmutable = "field is immutable when `immutable` is set";
  if (!after.immutable.value_or(false)) errors.push_back(field_forbidden("immutable", kImmutable));
  if (!(before.data == after.data)) errors.push_back(field_forbidden("data", kImmutable));
  if (!(before.binary_data == after.binary_data)) errors.push_back(field_forbidden("binaryData", kImmutable));
  return errors;
}

}  // namespace

const Rules& config_map_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
