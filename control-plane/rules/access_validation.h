// Validity of RBAC's rules and bindings, which come namespaced and cluster-wide.
#pragma once

#include "control-plane/objects/access_rule.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// Rules of a Role may not name paths outside the resources.
void check_access_rules(const List<PolicyRule>& rules, bool namespaced, FieldErrors& errors);

// A binding without an API group means RBAC's own.
void default_binding(RoleRef& role, List<Subject>& subjects);

void check_binding(const RoleRef& role, const List<Subject>& subjects, bool namespaced, FieldErrors& errors);

void check_same_role(const RoleRef& before, const RoleRef& after, FieldErrors& errors);

}  // namespace podium
