#include "control-plane/objects/kinds/storage_class.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& storage = static_cast<StorageClass&>(object);
  if (storage.reclaim_policy.empty()) storage.reclaim_policy = "Delete";
  if (storage.volume_binding_mode.empty()) storage.volume_binding_mode = "Immediate";
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kSubdomain, errors);
  const auto& storage = static_cast<const StorageClass&>(object);
  if (storage.provisioner.empty()) {
    errors.push_back(required("provisioner"));
  } else if (const std::string fault = qualified_name_fault(storage.provisioner); !fault.empty()) {
    errors.push_back(invalid_text("provisioner", storage.provisioner, fault));
  }
  for (const auto& [key, value] : storage.parameters) {
    if (key.empty()) errors.push_back(invalid_text("parameters", key, "field can not be empty."));
  }
  const Text &reclaim = storage.reclaim_policy, &binding = storage.volume_binding_mode;
  if (!(reclaim == "Delete") && !(reclaim == "Retain"))
    errors.push_back(not_supported("reclaimPolicy", reclaim, {"Delete", "Retain"}));
  if (!(binding == "Immediate") && !(binding == "WaitForFirstConsumer"))
    errors.push_back(not_supported("volumeBindingMode", binding, {"Immediate", "WaitForFirstConsumer"}));
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors;
  check_metadata(fresh.metadata, false, NameForm::kSubdomain, errors);
  const auto &before = static_cast<const StorageClass&>(old),
             &after = static_cast<const StorageClass&>(fresh);
  const auto stays = [&](bool same, const std::string& field) {
    if (!same) errors.push_back(field_forbidden(field, "updates to " + field + " are forbidden."));
  };
  stays(before.parameters == after.parameters, "parameters");
  stays(before.provisioner == after.provisioner, "provisioner");
  stays(before.reclaim_policy == after.reclaim_policy, "reclaimPolicy");
  if (!(before.volume_binding_mode == after.volume_binding_mode))
    errors.push_back(invalid_text("volumeBindingMode", after.volume_binding_mode, "field is immutable"));
  return errors;
}

}  // namespace

const Rules& storage_class_rules() {
  static const Rules rules = {&set_defaults,  &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
