// Gives a Role, or a ClusterRole's rules, to subjects in one namespace.
#pragma once

#include "control-plane/objects/access_rule.h"
#include "control-plane/objects/object.h"

namespace podium {

struct RoleBinding : Object {
  RoleBinding() : Object(info()) {}
  List<Subject> subjects;
  RoleRef role_ref;
  Tree rest;

  bool operator==(const RoleBinding&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
