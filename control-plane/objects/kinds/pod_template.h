// A template of pods that stands for itself: nothing makes pods of it.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct PodTemplate : Object {
  PodTemplate() : Object(info()) {}
  Box<PodTemplateSpec> template_;
  Tree rest;

  bool operator==(const PodTemplate&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
