#include "control-plane/autoscaler/utilization.h"

#include <charconv>

#include "control-plane/autoscaler/drain_rules.h"
#include "control-plane/autoscaler/pending.h"

namespace podium::autoscaler {
namespace {

std::string shortest(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  return {digits, end.ptr};
}

double part(std::int64_t wanted, std::int64_t there) {
  return there <= 0 ? 0 : static_cast<double>(wanted) / static_cast<double>(there);
}

}  // namespace

std::string Utilization::text() const {
  const char* resource = cpu >= memory ? "cpu" : "memory";
  return "{" + shortest(cpu) + " " + shortest(memory) + " 0 " + resource + " " + shortest(most()) + "}";
}

Utilization utilization_of(const SchedulingView& view, std::size_t row, const ScaleDownOptions& options) {
  const NodeTable& nodes = view.nodes();
  const auto at = static_cast<Eigen::Index>(row);
  std::int64_t cpu = nodes.requested_cpu[at], memory = nodes.requested_memory[at];
  std::int64_t cpu_there = nodes.allocatable_cpu[at], memory_there = nodes.allocatable_memory[at];
  if (options.ignore_daemon_sets || options.ignore_mirror_pods) {
    for (const Ref<const Pod>& pod : view.pods_on(row)) {
      const bool daemon = options.ignore_daemon_sets && of_daemon_set(*pod);
      if (!daemon && !(options.ignore_mirror_pods && is_mirror(*pod))) continue;
      const PodRequest request = request_of(*pod->spec);
      cpu -= request.cpu, memory -= request.memory;
      // What every node has to give them is not there for others. Mirror pods are looked at alike.
      cpu_there -= request.cpu, memory_there -= request.memory;
    }
  }
  return {part(cpu, cpu_there), part(memory, memory_there)};
}

}  // namespace podium::autoscaler
