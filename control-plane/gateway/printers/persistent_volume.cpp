// PersistentVolumes as `kubectl get persistentvolumes` shows them.
#include "control-plane/objects/kinds/persistent_volume.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"
#include "control-plane/gateway/volume_cells.h"

namespace podium {
namespace {

std::string class_of(const PersistentVolume& volume) {
  const Text* annotation = volume.metadata.annotations.find("volume.beta.kubernetes.io/storage-class");
  return (annotation != nullptr ? *annotation : volume.spec.value().storage_class_name).str();
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& volume = static_cast<const PersistentVolume&>(object);
  const PersistentVolumeSpec& spec = volume.spec.value();
  const PersistentVolumeStatus& status = volume.status.value();
  const std::string claim =
      spec.claim_ref ? spec.claim_ref->namespace_.str() + "/" + spec.claim_ref->name.str() : "";
  return {volume.metadata.name.str(),
          spec.capacity.get("storage").str(),
          access_modes_text(spec.access_modes),
          spec.reclaim_policy.str(),
          volume_phase(volume.metadata, status.phase),
          claim,
          class_of(volume),
          attributes_class(spec.rest),
          status.reason.str(),
          age(volume.metadata.creation_timestamp, now),
          or_unset(spec.volume_mode.str())};
}

}  // namespace

Printer persistent_volume_printer() {
  return {&PersistentVolume::info(),
          {{"Name", "string", "name"},
           {"Capacity"},
           {"Access Modes"},
           {"Reclaim Policy"},
           {"Status"},
           {"Claim"},
           {"StorageClass"},
           {"VolumeAttributesClass"},
           {"Reason"},
           {"Age"},
           {"VolumeMode", "string", "", 1}},
          &row};
}

}  // namespace podium
