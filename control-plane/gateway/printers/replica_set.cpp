// ReplicaSets as `kubectl get replicasets` shows them.
#include "control-plane/objects/kinds/replica_set.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& set = static_cast<const ReplicaSet&>(object);
  const ReplicaSetSpec& spec = set.spec.value();
  const ReplicaSetStatus& status = set.status.value();
  return workload_cells(
      {set.metadata.name.str(), std::int64_t{spec.replicas.value_or(0)}, std::int64_t{status.replicas},
       std::int64_t{status.ready_replicas}, age(set.metadata.creation_timestamp, now)},
      spec.template_, selector_text(spec.selector.get()));
}

}  // namespace

Printer replica_set_printer() {
  return {&ReplicaSet::info(),
          workload_columns({{"Name", "string", "name"},
                            {"Desired", "integer"},
                            {"Current", "integer"},
                            {"Ready", "integer"},
                            {"Age"}}),
          &row};
}

}  // namespace podium
