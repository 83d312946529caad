// ClusterRoleBindings as `kubectl get` shows them.
#include "control-plane/objects/kinds/cluster_role_binding.h"

#include "control-plane/gateway/binding_view.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& binding = static_cast<const ClusterRoleBinding&>(object);
  return binding_row(binding.metadata, binding.role_ref, binding.subjects, now);
}

}  // namespace

Printer cluster_role_binding_printer() { return {&ClusterRoleBinding::info(), binding_columns(), &row}; }

}  // namespace podium
