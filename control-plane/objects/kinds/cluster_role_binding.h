// Gives a ClusterRole to subjects everywhere.
#pragma once

#include "control-plane/objects/access_rule.h"
#include "control-plane/objects/object.h"

namespace podium {

struct ClusterRoleBinding : Object {
  ClusterRoleBinding() : Object(info()) {}
  List<Subject> subjects;
  RoleRef role_ref;
  Tree rest;

  bool operator==(const ClusterRoleBinding&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
