// What RoleBindings and ClusterRoleBindings print alike.
#pragma once

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/access_rule.h"

namespace podium {

std::vector<PrintColumn> binding_columns();
std::vector<Cell> binding_row(const ObjectMeta& metadata, const RoleRef& role, const List<Subject>& subjects,
                              TimePoint now);

}  // namespace podium
