// Which volumes pods claim, and which volumes serve which claims.
#pragma once

#include <string_view>
#include <vector>

#include "control-plane/objects/kinds/persistent_volume.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/storage_class.h"
#include "control-plane/objects/node_selector.h"

namespace podium {

// The driver of the cluster's own storage, whose volumes every node can reach.
inline constexpr std::string_view kVolumeDriver = "csi.podium.dev";

// Annotations. Of claims: the node that the scheduler has chosen, a binding that is complete. Of both: that a
// controller and not a user bound them.
inline constexpr std::string_view kSelectedNode = "volume.kubernetes.io/selected-node";
inline constexpr std::string_view kBindCompleted = "pv.kubernetes.io/bind-completed";
inline constexpr std::string_view kBoundByController = "pv.kubernetes.io/bound-by-controller";
// Of claims: who shall make a volume; of volumes: who made them.
inline constexpr std::string_view kProvisioner = "volume.kubernetes.io/storage-provisioner";
inline constexpr std::string_view kProvisionedBy = "pv.kubernetes.io/provisioned-by";

// The claims that the pod's volumes name, generic ephemeral volumes included.
std::vector<Key> claims_of(const Pod& pod);

bool has_mode(const List<Text>& modes, std::string_view mode);
bool waits_for_consumer(const StorageClass& storage);

// Is the volume bound to the claim, or kept for it?
bool is_kept_for(const PersistentVolume& volume, const PersistentVolumeClaim& claim);
// Can the node use the volume?
bool reaches(const PersistentVolume& volume, const Node& node);

// Can the volume serve the claim: class, modes, size, labels, and nobody else's?
// Source: volume.FindMatchingVolume of Kubernetes 1.33.
bool serves(const PersistentVolume& volume, const PersistentVolumeClaim& claim);

}  // namespace podium
