// A name for a pod's priority.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct PriorityClass : Object {
  PriorityClass() : Object(info()) {}
  std::int32_t value = 0;
  bool global_default = false;  // of pods that name no class
  Text description, preemption_policy;
  Tree rest;

  bool operator==(const PriorityClass&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
