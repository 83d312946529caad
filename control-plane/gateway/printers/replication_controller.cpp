// ReplicationControllers as `kubectl get replicationcontrollers` shows them.
#include "control-plane/objects/kinds/replication_controller.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& controller = static_cast<const ReplicationController&>(object);
  const ReplicationControllerSpec& spec = controller.spec.value();
  const ReplicationControllerStatus& status = controller.status.value();
  return workload_cells(
      {controller.metadata.name.str(), std::int64_t{spec.replicas.value_or(0)}, std::int64_t{status.replicas},
       std::int64_t{status.ready_replicas}, age(controller.metadata.creation_timestamp, now)},
      spec.template_, labels_text(spec.selector));
}

}  // namespace

Printer replication_controller_printer() {
  return {&ReplicationController::info(),
          workload_columns({{"Name", "string", "name"},
                            {"Desired", "integer"},
                            {"Current", "integer"},
                            {"Ready", "integer"},
                            {"Age"}}),
          &row};
}

}  // namespace podium
