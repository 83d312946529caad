#include "control-plane/objects/kinds/persistent_volume_claim.h"

#include <nlohmann/json.hpp>

namespace podium {

const Type& VolumeResourceRequirements::type() {
  using T = VolumeResourceRequirements;
  static const Type t = struct_type<T>("VolumeResourceRequirements",
                                       {field("limits", &T::limits), field("requests", &T::requests)});
  return t;
}

const Type& PersistentVolumeClaimSpec::type() {
  using T = PersistentVolumeClaimSpec;
  static const Type t = struct_type<T>(
      "PersistentVolumeClaimSpec",
      {field("accessModes", &T::access_modes), field("selector", &T::selector),
       field("resources", &T::resources, kAlways), field("volumeName", &T::volume_name),
       field("storageClassName", &T::storage_class_name), field("volumeMode", &T::volume_mode)},
      &T::rest);
  return t;
}

const Type& PersistentVolumeClaimStatus::type() {
  using T = PersistentVolumeClaimStatus;
  static const Type t = struct_type<T>("PersistentVolumeClaimStatus",
                                       {field("phase", &T::phase), field("accessModes", &T::access_modes),
                                        field("capacity", &T::capacity), field("conditions", &T::conditions)},
                                       &T::rest);
  return t;
}

const Type& PersistentVolumeClaim::type() {
  using T = PersistentVolumeClaim;
  static const Type t =
      struct_type<T>("PersistentVolumeClaim",
                     {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& persistent_volume_claim_kind() {
  static const KindInfo kind =
      make_kind<PersistentVolumeClaim>(kind_index("persistent_volume_claim"), "", "v1",
                                       "PersistentVolumeClaim", "persistentvolumeclaims", true, true);
  return kind;
}

const KindInfo& PersistentVolumeClaim::info() { return persistent_volume_claim_kind(); }

std::optional<std::string_view> PersistentVolumeClaim::storage_class() const {
  const Text* annotation = metadata.annotations.find("volume.beta.kubernetes.io/storage-class");
  if (annotation != nullptr) return annotation->view();
  const nlohmann::json& name = spec.value().storage_class_name.json();
  if (!name.is_string()) return std::nullopt;
  return std::string_view(name.get_ref<const std::string&>());
}

}  // namespace podium
