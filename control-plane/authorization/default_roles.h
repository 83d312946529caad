// The ClusterRoles and ClusterRoleBindings that every cluster begins with, from default-roles.txt.
#pragma once

#include <string_view>
#include <vector>

#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/objects/kinds/cluster_role_binding.h"

namespace podium {

// The table as it is compiled in; default-roles.txt says how to read it.
extern const std::string_view kDefaultRolesText;

struct RolesAndBindings {
  std::vector<Ref<ClusterRole>> roles;
  std::vector<Ref<ClusterRoleBinding>> bindings;
};

// New objects, labelled and annotated as Kubernetes labels its defaults, the gathered rules of admin,
// edit and view filled in; without what the store gives (uid, version, times).
// REQUIRES: the table is well formed.
RolesAndBindings read_roles(std::string_view table);

inline RolesAndBindings default_roles() { return read_roles(kDefaultRolesText); }

}  // namespace podium
