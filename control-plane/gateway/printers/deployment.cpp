// Deployments as `kubectl get deployments` shows them.
#include "control-plane/objects/kinds/deployment.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& deployment = static_cast<const Deployment&>(object);
  const DeploymentSpec& spec = deployment.spec.value();
  const DeploymentStatus& status = deployment.status.value();
  return workload_cells(
      {deployment.metadata.name.str(), fraction(status.ready_replicas, spec.replicas.value_or(0)),
       std::to_string(status.updated_replicas), std::to_string(status.available_replicas),
       age(deployment.metadata.creation_timestamp, now)},
      spec.template_, selector_text(spec.selector.get()));
}

}  // namespace

Printer deployment_printer() {
  return {&Deployment::info(),
          workload_columns({{"Name", "string", "name"}, {"Ready"}, {"Up-to-date"}, {"Available"}, {"Age"}}),
          &row};
}

}  // namespace podium
