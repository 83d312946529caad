// A piece of storage that outlives the pods that use it.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

// The nodes that can reach the volume.
struct VolumeNodeAffinity {
  Box<NodeSelector> required;

  bool operator==(const VolumeNodeAffinity&) const = default;
  static const Type& type();
};

struct PersistentVolumeSpec {
  ResourceList capacity;
  List<Text> access_modes, mount_options;
  Box<ObjectReference> claim_ref;  // the claim it is bound to, or kept for
  Text reclaim_policy;             // Retain, Delete, Recycle
  Text storage_class_name, volume_mode;
  Box<VolumeNodeAffinity> node_affinity;
  Tree rest;  // the volume's source; volumeAttributesClassName

  bool operator==(const PersistentVolumeSpec&) const = default;
  static const Type& type();
};

struct PersistentVolumeStatus {
  Text phase;  // Pending, Available, Bound, Released, Failed
  Text message, reason;
  TimePoint last_phase_transition_time{};

  bool operator==(const PersistentVolumeStatus&) const = default;
  static const Type& type();
};

struct PersistentVolume : Object {
  PersistentVolume() : Object(info()) {}
  Box<PersistentVolumeSpec> spec;
  Box<PersistentVolumeStatus> status;
  Tree rest;

  bool operator==(const PersistentVolume&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
