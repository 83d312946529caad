// The pieces that RBAC's roles and bindings are made of.
#pragma once

#include "control-plane/objects/meta.h"

namespace podium {

// What may be done: verbs on resources of API groups, or verbs on paths. "*" stands for all.
struct PolicyRule {
  List<Text> verbs, api_groups, resources;
  List<Text> resource_names;  // empty: any name
  List<Text> non_resource_urls;

  bool operator==(const PolicyRule&) const = default;
  static const Type& type();
};

// The role that a binding gives: Role or ClusterRole.
struct RoleRef {
  Text api_group, kind, name;

  bool operator==(const RoleRef&) const = default;
  static const Type& type();
};

// Whom a binding gives it to: User, Group or ServiceAccount.
struct Subject {
  Text kind, api_group, name, namespace_;

  bool operator==(const Subject&) const = default;
  static const Type& type();
};

inline constexpr const char* kRbacGroup = "rbac.authorization.k8s.io";

}  // namespace podium
