// A room for names; deleting it deletes what is inside.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct NamespaceSpec {
  List<Text> finalizers;

  bool operator==(const NamespaceSpec&) const = default;
  static const Type& type();
};

struct NamespaceStatus {
  Text phase;  // Active, Terminating
  List<Condition> conditions;

  bool operator==(const NamespaceStatus&) const = default;
  static const Type& type();
};

struct Namespace : Object {
  Namespace() : Object(info()) {}
  NamespaceSpec spec;
  NamespaceStatus status;
  Tree rest;

  bool operator==(const Namespace&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
