// A past template of a DaemonSet or StatefulSet, kept to go back to.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ControllerRevision : Object {
  ControllerRevision() : Object(info()) {}
  Tree data;  // a patch that makes the owner what it was
  std::int64_t revision = 0;
  Tree rest;

  bool operator==(const ControllerRevision&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
