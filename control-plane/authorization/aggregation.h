// ClusterRoles whose rules are those of others.
#pragma once

#include <vector>

#include "control-plane/objects/kinds/cluster_role.h"

namespace podium {

// The rules that the role should have: those of all roles but itself that its selectors choose, each
// once, in the order of the selectors and the roles' names. REQUIRES: it has an aggregation rule.
// Source: pkg/controller/clusterroleaggregation of Kubernetes 1.33.
List<PolicyRule> aggregated_rules(const ClusterRole& role, std::vector<Ref<const ClusterRole>> roles);

}  // namespace podium
