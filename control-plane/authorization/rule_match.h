// What one rule allows, and what rules allow together.
#pragma once

#include <vector>

#include "control-plane/authorization/access_request.h"
#include "control-plane/objects/access_rule.h"

namespace podium {

// Source: pkg/apis/rbac/v1/evaluation_helpers.go of Kubernetes 1.33. "*" is any verb, group or
// resource; "*/scale" any resource's subresource scale; a path may end in "*".
bool allows(const PolicyRule& rule, const AccessRequest& request);

// The parts of `wanted` that no rule of `held` covers: each of one verb, and one resource or path; of
// one name, if it names any.
std::vector<PolicyRule> uncovered(const std::vector<PolicyRule>& held, const List<PolicyRule>& wanted);

// The same rights in fewer rules: those that differ in nothing but the verb are put together.
std::vector<PolicyRule> compact(const std::vector<PolicyRule>& single);

}  // namespace podium
