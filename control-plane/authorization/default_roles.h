// The roles and bindings that every cluster begins with, from default-roles.txt.
#pragma once

#include <string_view>
#include <vector>

#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/objects/kinds/cluster_role_binding.h"
#include "control-plane/objects/kinds/role.h"
#include "control-plane/objects/kinds/role_binding.h"

namespace podium {

// The table as it is compiled in; default-roles.txt says how to read it.
extern const std::string_view kDefaultRolesText;

struct RolesAndBindings {
  std::vector<Ref<ClusterRole>> roles;
  std::vector<Ref<ClusterRoleBinding>> bindings;
  std::vector<Ref<Role>> namespaced_roles;  // of kube-system and kube-public
  std::vector<Ref<RoleBinding>> namespaced_bindings;
};

// New objects, labelled and annotated as Kubernetes labels its defaults, the gathered rules of admin,
// edit and view filled in; without what the store gives (uid, version, times).
// REQUIRES: the table is well formed.
RolesAndBindings read_roles(std::string_view table);

inline RolesAndBindings default_roles() { return read_roles(kDefaultRolesText); }

// The rules of the role system:node, which no binding gives: see node_access.h.
List<PolicyRule> default_node_rules();

// What `present` lacks of a default: rules, or subjects; null: nothing, or somebody has said that it is to
// be left alone. Both are of the same kind. Source: pkg/registry/rbac/reconciliation of Kubernetes 1.33.
Ref<Object> completed_default(const Object& wanted, const Object& present);

}  // namespace podium
