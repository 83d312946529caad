// Rules as Kubernetes' messages show them.
#pragma once

#include <string>
#include <string_view>

#include "control-plane/objects/access_rule.h"

namespace podium {

std::string go_quoted(std::string_view text);
// ["a" "b"]
std::string go_quoted(const List<Text>& texts);

// {APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}: what is empty is left out.
std::string rule_text(const PolicyRule& rule);

}  // namespace podium
