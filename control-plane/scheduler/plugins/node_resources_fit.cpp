// NodeResourcesFit: the request must fit into what is left; the LeastAllocated score prefers the
// node that has most left.
#include <algorithm>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

std::int64_t scalar(const std::vector<std::pair<Text, std::int64_t>>& scalars, const Text& name) {
  for (const auto& [known, amount] : scalars) {
    if (known == name) return amount;
  }
  return 0;
}

struct Shortage {
  bool pods, cpu, memory, storage;
};

Shortage shortage(const PodView& pod, const NodeTable& nodes, std::size_t row) {
  const auto at = static_cast<Eigen::Index>(row);
  const PodRequest& want = pod.request;
  const auto lacks = [](std::int64_t request, std::int64_t allocatable, std::int64_t requested) {
    return request > 0 && request > allocatable - requested;
  };
  return {nodes.pods[at] + 1 > nodes.allocatable_pods[at],
          lacks(want.cpu, nodes.allocatable_cpu[at], nodes.requested_cpu[at]),
          lacks(want.memory, nodes.allocatable_memory[at], nodes.requested_memory[at]),
          lacks(want.ephemeral_storage, nodes.allocatable_storage[at], nodes.requested_storage[at])};
}

class FitFilter final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeResourcesFit"; }
  bool applies(const PodView&) const override { return true; }
  bool resolvable() const override { return true; }
  bool depends_on_usage() const override { return true; }

  bool passes(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    const Shortage lack = shortage(pod, nodes, row);
    if (lack.pods || lack.cpu || lack.memory || lack.storage) return false;
    for (const auto& [name, amount] : pod.request.scalars) {
      if (lacks_scalar(name, amount, nodes, row)) return false;
    }
    return true;
  }

  std::vector<std::string> reasons(const PodView& pod, const NodeTable& nodes,
                                   std::size_t row) const override {
    const Shortage lack = shortage(pod, nodes, row);
    std::vector<std::string> reasons;
    if (lack.pods) reasons.emplace_back("Too many pods");
    if (lack.cpu) reasons.emplace_back("Insufficient cpu");
    if (lack.memory) reasons.emplace_back("Insufficient memory");
    if (lack.storage) reasons.emplace_back("Insufficient ephemeral-storage");
    for (const auto& [name, amount] : pod.request.scalars) {
      if (lacks_scalar(name, amount, nodes, row)) reasons.push_back("Insufficient " + name.str());
    }
    return reasons;
  }

  bool may_help(WakeUp what, const PodView& pod, const NodeTable& nodes, int row) const override {
    if (what == WakeUp::kOwnUpdate || what == WakeUp::kPodDeleted) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeAllocatable) return false;
    return row < 0 || fits_empty(pod, nodes, static_cast<std::size_t>(row));
  }

 private:
  static bool lacks_scalar(const Text& name, std::int64_t amount, const NodeTable& nodes, std::size_t row) {
    const NodeTable::Row& r = nodes.row(row);
    return amount > scalar(r.allocatable_scalars, name) - scalar(r.requested_scalars, name);
  }

  static bool fits_empty(const PodView& pod, const NodeTable& nodes, std::size_t row) {
    const auto at = static_cast<Eigen::Index>(row);
    if (nodes.allocatable_pods[at] < 1 || pod.request.cpu > nodes.allocatable_cpu[at]) return false;
    if (pod.request.memory > nodes.allocatable_memory[at]) return false;
    if (pod.request.ephemeral_storage > nodes.allocatable_storage[at]) return false;
    return std::all_of(pod.request.scalars.begin(), pod.request.scalars.end(), [&](const auto& entry) {
      return entry.second <= scalar(nodes.row(row).allocatable_scalars, entry.first);
    });
  }
};

// s = (allocatable - requested) * 100 / allocatable per resource, integer; their plain mean.
class LeastAllocated final : public ScorePlugin {
 public:
  std::string_view name() const override { return "NodeResourcesFit"; }
  std::int64_t weight() const override { return 1; }
  bool applies(const PodView&) const override { return true; }
  bool depends_on_usage() const override { return true; }

  std::int64_t score(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    const auto at = static_cast<Eigen::Index>(row);
    std::int64_t sum = 0, weights = 0;
    const auto add = [&](std::int64_t allocatable, std::int64_t requested) {
      if (allocatable == 0) return;
      if (requested <= allocatable) sum += (allocatable - requested) * kMaxNodeScore / allocatable;
      ++weights;
    };
    add(nodes.allocatable_cpu[at], nodes.nonzero_cpu[at] + pod.request.nonzero_cpu);
    add(nodes.allocatable_memory[at], nodes.nonzero_memory[at] + pod.request.nonzero_memory);
    return weights == 0 ? 0 : sum / weights;
  }
};

}  // namespace

Plugin node_resources_fit_plugin() {
  return {60, std::make_unique<FitFilter>(), std::make_unique<LeastAllocated>()};
}

}  // namespace podium
