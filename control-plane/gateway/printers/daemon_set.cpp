// DaemonSets as `kubectl get daemonsets` shows them.
#include "control-plane/objects/kinds/daemon_set.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& set = static_cast<const DaemonSet&>(object);
  const DaemonSetSpec& spec = set.spec.value();
  const DaemonSetStatus& status = set.status.value();
  return workload_cells({set.metadata.name.str(), std::int64_t{status.desired_number_scheduled},
                         std::int64_t{status.current_number_scheduled}, std::int64_t{status.number_ready},
                         std::int64_t{status.updated_number_scheduled}, std::int64_t{status.number_available},
                         labels_text(spec.template_.value().spec.value().node_selector),
                         age(set.metadata.creation_timestamp, now)},
                        spec.template_, selector_text(spec.selector.get()));
}

}  // namespace

Printer daemon_set_printer() {
  return {&DaemonSet::info(),
          workload_columns({{"Name", "string", "name"},
                            {"Desired", "integer"},
                            {"Current", "integer"},
                            {"Ready", "integer"},
                            {"Up-to-date", "integer"},
                            {"Available", "integer"},
                            {"Node Selector"},
                            {"Age"}}),
          &row};
}

}  // namespace podium
