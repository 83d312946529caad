// Which volumes a pod's unbound claims get on a node.
#pragma once

#include <optional>
#include <vector>

#include "control-plane/scheduler/volume_view.h"

namespace podium {

// The claim has a volume for good.
bool is_bound(const PersistentVolumeClaim& claim);

struct VolumeChoice {
  const PersistentVolumeClaim* claim = nullptr;
  const PersistentVolume* volume = nullptr;  // null: its class makes one there
};

// For each claim a volume that is there, the smallest that serves it, or one to be made. Nothing if one claim
// gets none. Pointers into the view.
std::optional<std::vector<VolumeChoice>> choose_volumes(
    const std::vector<const PersistentVolumeClaim*>& unbound, const Node& node, const VolumeView& view);

}  // namespace podium
