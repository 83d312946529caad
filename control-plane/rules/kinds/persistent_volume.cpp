#include "control-plane/objects/kinds/persistent_volume.h"

#include <nlohmann/json.hpp>

#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/volume_claims.h"

namespace podium {
namespace {

const PersistentVolumeSpec& spec_of(const Object& object) {
  return static_cast<const PersistentVolume&>(object).spec.value();
}

void set_defaults(Object& object) {
  auto& volume = static_cast<PersistentVolume&>(object);
  const PersistentVolumeSpec& spec = volume.spec.value();
  if (spec.reclaim_policy.empty() || spec.volume_mode.empty()) {
    PersistentVolumeSpec& fresh = volume.spec.edit();
    if (fresh.reclaim_policy.empty()) fresh.reclaim_policy = "Retain";
    if (fresh.volume_mode.empty()) fresh.volume_mode = "Filesystem";
  }
  if (volume.status.value().phase.empty()) volume.status.edit().phase = "Pending";
}

// The names of the volume's sources: what the spec has beside its own fields.
std::vector<std::string> sources_of(const PersistentVolumeSpec& spec) {
  std::vector<std::string> names;
  const nlohmann::json& rest = spec.rest.json();
  if (!rest.is_object()) return names;
  for (const auto& item : rest.items()) {
    if (item.key() != "volumeAttributesClassName") names.push_back(item.key());
  }
  return names;
}

void check_capacity(const ResourceList& capacity, FieldErrors& errors) {
  if (capacity.empty()) return errors.push_back(required("spec.capacity"));
  if (!capacity.contains("storage") || capacity.size() > 1)
    errors.push_back(not_supported("spec.capacity", capacity.begin()->first, {"storage"}));
  for (const auto& [name, amount] : capacity) {
    if (amount <= Quantity())
      errors.push_back(
          invalid_text("spec.capacity[" + name.str() + "]", amount.str(), "must be greater than zero"));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kSubdomain, errors);
  const PersistentVolumeSpec& spec = spec_of(object);
  if (spec.access_modes.empty()) errors.push_back(required("spec.accessModes"));
  check_access_modes(spec.access_modes, errors);
  check_capacity(spec.capacity, errors);
  const Text& reclaim = spec.reclaim_policy;
  if (!(reclaim == "Delete") && !(reclaim == "Recycle") && !(reclaim == "Retain")) {
    errors.push_back(
        not_supported("spec.persistentVolumeReclaimPolicy", reclaim, {"Delete", "Recycle", "Retain"}));
  }
  const std::vector<std::string> sources = sources_of(spec);
  if (sources.empty()) errors.push_back(required("spec", "must specify a volume type"));
  for (std::size_t i = 1; i < sources.size(); ++i)
    errors.push_back(field_forbidden("spec." + sources[i], "may not specify more than 1 volume type"));
  check_volume_class(spec.storage_class_name, errors);
  check_volume_mode(spec.volume_mode, errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const PersistentVolumeSpec &before = spec_of(old), &after = spec_of(fresh);
  nlohmann::json was = before.rest.json(), is = after.rest.json();
  for (nlohmann::json* source : {&was, &is}) {
    if (source->is_object()) source->erase("volumeAttributesClassName");
  }
  if (was != is) {
    errors.push_back(field_forbidden("spec.persistentvolumesource",
                                     "spec.persistentvolumesource is immutable after creation"));
  }
  if (!(before.volume_mode == after.volume_mode))
    errors.push_back(invalid_text("spec.volumeMode", after.volume_mode, "field is immutable"));
  if (before.node_affinity && !(before.node_affinity == after.node_affinity))
    errors.push_back(field_forbidden("spec.nodeAffinity", "field is immutable"));
  return errors;
}

}  // namespace

const Rules& persistent_volume_rules() {
  static const Rules rules = {&set_defaults,
                              &validate,
                              &validate_update,
                              &never_changes,
                              &keep_status_of<PersistentVolume>,
                              &keep_spec_of<PersistentVolume>};
  return rules;
}

}  // namespace podium
