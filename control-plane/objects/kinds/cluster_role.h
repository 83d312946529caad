// What may be done in all namespaces, outside them and on paths; or, by a RoleBinding, in one namespace.
#pragma once

#include "control-plane/objects/access_rule.h"
#include "control-plane/objects/object.h"

namespace podium {

// The rules are those of all ClusterRoles that one of these selects.
struct AggregationRule {
  List<LabelSelector> cluster_role_selectors;

  bool operator==(const AggregationRule&) const = default;
  static const Type& type();
};

struct ClusterRole : Object {
  ClusterRole() : Object(info()) {}
  List<PolicyRule> rules;
  Box<AggregationRule> aggregation_rule;
  Tree rest;

  bool operator==(const ClusterRole&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
