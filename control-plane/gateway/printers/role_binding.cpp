// RoleBindings as `kubectl get` shows them.
#include "control-plane/objects/kinds/role_binding.h"

#include "control-plane/gateway/binding_view.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& binding = static_cast<const RoleBinding&>(object);
  return binding_row(binding.metadata, binding.role_ref, binding.subjects, now);
}

}  // namespace

Printer role_binding_printer() { return {&RoleBinding::info(), binding_columns(), &row}; }

}  // namespace podium
