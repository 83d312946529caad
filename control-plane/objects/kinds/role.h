// What may be done in one namespace.
#pragma once

#include "control-plane/objects/access_rule.h"
#include "control-plane/objects/object.h"

namespace podium {

struct Role : Object {
  Role() : Object(info()) {}
  List<PolicyRule> rules;
  Tree rest;

  bool operator==(const Role&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
