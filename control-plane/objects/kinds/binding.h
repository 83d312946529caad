// The decision to run a pod on a node. Never stored: a request to pods/binding.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/object.h"

namespace podium {

struct Binding : Object {
  Binding() : Object(info()) {}
  ObjectReference target;
  Tree rest;

  bool operator==(const Binding&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
