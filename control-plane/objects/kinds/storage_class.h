// A kind of storage that volumes can be provisioned from.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct StorageClass : Object {
  StorageClass() : Object(info()) {}
  Text provisioner, reclaim_policy;
  Text volume_binding_mode;  // Immediate, WaitForFirstConsumer
  Labels parameters;
  List<Text> mount_options;
  std::optional<bool> allow_volume_expansion;
  Tree allowed_topologies, rest;

  // Used for claims that name no class.
  bool is_default() const;

  bool operator==(const StorageClass&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
