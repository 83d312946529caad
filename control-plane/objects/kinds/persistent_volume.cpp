#include "control-plane/objects/kinds/persistent_volume.h"

namespace podium {

const Type& VolumeNodeAffinity::type() {
  using T = VolumeNodeAffinity;
  static const Type t = struct_type<T>("VolumeNodeAffinity", {field("required", &T::required)});
  return t;
}

const Type& PersistentVolumeSpec::type() {
  using T = PersistentVolumeSpec;
  static const Type t = struct_type<T>(
      "PersistentVolumeSpec",
      {field("capacity", &T::capacity), field("accessModes", &T::access_modes),
       field("claimRef", &T::claim_ref), field("persistentVolumeReclaimPolicy", &T::reclaim_policy),
       field("storageClassName", &T::storage_class_name), field("mountOptions", &T::mount_options),
       field("volumeMode", &T::volume_mode), field("nodeAffinity", &T::node_affinity)},
      &T::rest);
  return t;
}

const Type& PersistentVolumeStatus::type() {
  using T = PersistentVolumeStatus;
  static const Type t =
      struct_type<T>("PersistentVolumeStatus",
                     {field("phase", &T::phase), field("message", &T::message), field("reason", &T::reason),
                      field("lastPhaseTransitionTime", &T::last_phase_transition_time)});
  return t;
}

const Type& PersistentVolume::type() {
  using T = PersistentVolume;
  static const Type t = struct_type<T>(
      "PersistentVolume", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& persistent_volume_kind() {
  static const KindInfo kind = make_kind<PersistentVolume>(
      kind_index("persistent_volume"), "", "v1", "PersistentVolume", "persistentvolumes", false, true);
  return kind;
}

const KindInfo& PersistentVolume::info() { return persistent_volume_kind(); }

}  // namespace podium
