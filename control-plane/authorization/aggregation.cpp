#include "control-plane/authorization/aggregation.h"

#include <algorithm>
#include <cassert>

namespace podium {

List<PolicyRule> aggregated_rules(const ClusterRole& role, std::vector<Ref<const ClusterRole>> roles) {
  assert(role.aggregation_rule);
  std::sort(roles.begin(), roles.end(),
            [](const auto& a, const auto& b) { return a->metadata.name < b->metadata.name; });
  std::vector<PolicyRule> rules;
  for (const LabelSelector& selector : role.aggregation_rule->cluster_role_selectors) {
    for (const auto& other : roles) {
      if (other->metadata.name == role.metadata.name || !selector.matches(other->metadata.labels)) continue;
      for (const PolicyRule& rule : other->rules) {
        if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
      }
    }
  }
  return rules;
}

}  // namespace podium
