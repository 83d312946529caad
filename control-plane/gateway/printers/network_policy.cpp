// NetworkPolicies as `kubectl get networkpolicies` shows them.
#include "control-plane/objects/kinds/network_policy.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& policy = static_cast<const NetworkPolicy&>(object);
  return {policy.metadata.name.str(), selector_text(policy.spec.value().pod_selector.get()),
          age(policy.metadata.creation_timestamp, now)};
}

}  // namespace

Printer network_policy_printer() {
  return {&NetworkPolicy::info(), {{"Name", "string", "name"}, {"Pod-Selector"}, {"Age"}}, &row};
}

}  // namespace podium
