// Nobody may give rights that he does not have.
#pragma once

#include <string>

#include "control-plane/authorization/policy.h"

namespace podium {

// Why a write is forbidden; an empty text: it is not. For a binding of a role that does not exist,
// `missing` is set, and the answer is 404 instead.
struct GrantFault {
  std::string text;  // goes behind `roles.rbac.authorization.k8s.io "x" is forbidden: `
  bool missing = false;

  bool ok() const { return text.empty() && !missing; }
};

// May the user write this Role or ClusterRole? Yes for a master, who may "escalate" it, and who has
// all its rights already. `old` is null for a new one.
// Source: pkg/registry/rbac/{role,clusterrole}/policybased of Kubernetes 1.33.
GrantFault role_write_fault(const Policy& policy, const User& user, const Object& role, const Object* old);

// May the user write this RoleBinding or ClusterRoleBinding? Yes for a master, who may "bind" its
// role, and who has all its rights already.
GrantFault binding_write_fault(const Policy& policy, const User& user, const Object& binding,
                               const Object* old);

// What a user lacks of the rules, in Kubernetes' words; empty if he lacks nothing.
std::string missing_rights(const Policy& policy, const User& user, std::string_view space,
                           const List<PolicyRule>& wanted);

}  // namespace podium
