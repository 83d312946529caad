// PodDisruptionBudgets as `kubectl get poddisruptionbudgets` shows them.
#include "control-plane/objects/kinds/pod_disruption_budget.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string share_text(const std::optional<IntOrString>& share) {
  if (!share) return "N/A";
  return share->is_text() ? share->text.str() : std::to_string(share->number);
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& budget = static_cast<const PodDisruptionBudget&>(object);
  const PodDisruptionBudgetSpec& spec = budget.spec.value();
  return {budget.metadata.name.str(), share_text(spec.min_available), share_text(spec.max_unavailable),
          std::int64_t{budget.status.value().disruptions_allowed},
          age(budget.metadata.creation_timestamp, now)};
}

}  // namespace

Printer pod_disruption_budget_printer() {
  return {&PodDisruptionBudget::info(),
          {{"Name", "string", "name"},
           {"Min Available"},
           {"Max Unavailable"},
           {"Allowed Disruptions", "integer"},
           {"Age"}},
          &row};
}

}  // namespace podium
