// StatefulSets as `kubectl get statefulsets` shows them.
#include "control-plane/objects/kinds/stateful_set.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& set = static_cast<const StatefulSet&>(object);
  const StatefulSetSpec& spec = set.spec.value();
  return workload_cells(
      {set.metadata.name.str(), fraction(set.status.value().ready_replicas, spec.replicas.value_or(0)),
       age(set.metadata.creation_timestamp, now)},
      spec.template_);
}

}  // namespace

Printer stateful_set_printer() {
  return {&StatefulSet::info(),
          workload_columns({{"Name", "string", "name"}, {"Ready"}, {"Age"}}, /*selector=*/false), &row};
}

}  // namespace podium
