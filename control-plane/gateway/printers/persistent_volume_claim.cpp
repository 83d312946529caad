// PersistentVolumeClaims as `kubectl get persistentvolumeclaims` shows them.
#include "control-plane/objects/kinds/persistent_volume_claim.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"
#include "control-plane/gateway/volume_cells.h"

namespace podium {
namespace {

// What the claim got; nothing until it has a volume.
std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& claim = static_cast<const PersistentVolumeClaim&>(object);
  const PersistentVolumeClaimSpec& spec = claim.spec.value();
  const PersistentVolumeClaimStatus& status = claim.status.value();
  const bool bound = !spec.volume_name.empty();
  return {claim.metadata.name.str(),
          volume_phase(claim.metadata, status.phase),
          spec.volume_name.str(),
          bound ? status.capacity.get("storage").str() : "",
          bound ? access_modes_text(status.access_modes) : "",
          std::string(claim.storage_class().value_or("")),
          attributes_class(spec.rest),
          age(claim.metadata.creation_timestamp, now),
          or_unset(spec.volume_mode.str())};
}

}  // namespace

Printer persistent_volume_claim_printer() {
  return {&PersistentVolumeClaim::info(),
          {{"Name", "string", "name"},
           {"Status"},
           {"Volume"},
           {"Capacity"},
           {"Access Modes"},
           {"StorageClass"},
           {"VolumeAttributesClass"},
           {"Age"},
           {"VolumeMode", "string", "", 1}},
          &row};
}

}  // namespace podium
