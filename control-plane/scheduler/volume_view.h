// Storage as the scheduler sees it: claims, volumes, classes, and what nodes can attach.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "control-plane/objects/kinds/persistent_volume.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/storage_class.h"
#include "control-plane/objects/volume_claims.h"

namespace podium {

struct VolumeView {
  std::map<Key, Ref<const PersistentVolumeClaim>> claims;
  std::map<Text, Ref<const PersistentVolume>> volumes;
  std::map<Text, Ref<const StorageClass>> classes;
  // How many volumes of a CSI driver each node can attach, by node and driver. Absent: no limit.
  std::map<Text, std::map<Text, std::int64_t>> attach_limits;

  const PersistentVolumeClaim* claim(const Key& key) const;
  const PersistentVolume* volume(const Text& name) const;
  const StorageClass* class_of(const PersistentVolumeClaim& claim) const;
  // The CSI driver that serves the claim, and the volume's name in it; absent if it is none of CSI.
  std::optional<std::pair<std::string, std::string>> csi_volume(const PersistentVolumeClaim& claim) const;
};

}  // namespace podium
