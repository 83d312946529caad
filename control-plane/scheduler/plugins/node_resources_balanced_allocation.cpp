// NodeResourcesBalancedAllocation: prefers nodes whose resources would be used evenly.
#include <algorithm>
#include <cmath>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

// f = requested / allocatable per resource, at most 1; score = (1 - |f1 - f2| / 2) * 100.
class BalancedAllocation final : public ScorePlugin {
 public:
  std::string_view name() const override { return "NodeResourcesBalancedAllocation"; }
  std::int64_t weight() const override { return 1; }
  bool depends_on_usage() const override { return true; }

  bool applies(const PodView& pod) const override { return pod.request.cpu != 0 || pod.request.memory != 0; }

  std::int64_t score(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    const auto at = static_cast<Eigen::Index>(row);
    const std::int64_t cpu = nodes.allocatable_cpu[at], memory = nodes.allocatable_memory[at];
    if (cpu == 0 || memory == 0) return kMaxNodeScore;  // one resource is always in balance
    const double f1 = fraction(nodes.requested_cpu[at] + pod.request.cpu, cpu);
    const double f2 = fraction(nodes.requested_memory[at] + pod.request.memory, memory);
    return static_cast<std::int64_t>((1.0 - std::abs((f1 - f2) / 2)) * static_cast<double>(kMaxNodeScore));
  }

 private:
  static double fraction(std::int64_t requested, std::int64_t allocatable) {
    return std::min(1.0, static_cast<double>(requested) / static_cast<double>(allocatable));
  }
};

}  // namespace

Plugin node_resources_balanced_allocation_plugin() {
  return {160, nullptr, std::make_unique<BalancedAllocation>()};
}

}  // namespace podium
