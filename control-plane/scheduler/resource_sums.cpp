#include "control-plane/scheduler/resource_sums.h"

namespace podium {

std::int64_t scalar_of(const std::vector<std::pair<Text, std::int64_t>>& scalars, const Text& name) {
  for (const auto& [known, amount] : scalars) {
    if (known == name) return amount;
  }
  return 0;
}

std::optional<ResourceUse> use_of(const Text& resource, const Candidate& c, Counting counting) {
  const NodeTable& nodes = c.nodes();
  const auto at = static_cast<Eigen::Index>(c.row);
  const PodRequest& pod = c.pod.request;
  const bool nonzero = counting == Counting::kNonZero;
  ResourceUse use;
  if (resource == "cpu") {
    use = {nodes.allocatable_cpu[at], nonzero ? nodes.nonzero_cpu[at] : nodes.requested_cpu[at],
           nonzero ? pod.nonzero_cpu : pod.cpu};
  } else if (resource == "memory") {
    use = {nodes.allocatable_memory[at], nonzero ? nodes.nonzero_memory[at] : nodes.requested_memory[at],
           nonzero ? pod.nonzero_memory : pod.memory};
  } else if (resource == "ephemeral-storage") {
    use = {nodes.allocatable_storage[at], nodes.requested_storage[at], pod.ephemeral_storage};
  } else {
    const NodeTable::Row& row = nodes.row(c.row);
    use = {scalar_of(row.allocatable_scalars, resource), scalar_of(row.requested_scalars, resource),
           scalar_of(pod.scalars, resource)};
    if (use.pod == 0) return std::nullopt;
  }
  if (use.allocatable == 0) return std::nullopt;
  return use;
}

}  // namespace podium
