#include "control-plane/autoscaler/karpenter/instance_choice.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include "control-plane/autoscaler/first_fit.h"

namespace podium::autoscaler {
namespace {

// The pods, and how many of each group have a place.
struct Queue {
  std::vector<PodGroup> groups;
  std::vector<std::size_t> placed;

  bool waits(std::size_t group) const { return placed[group] < groups[group].pods.size(); }
};

class Packer {
 public:
  Packer(const PluginSet& plugins, WhatIf& what_if, const std::vector<InstanceType>& types, Queue& queue,
         bool simple)
      : plugins_(plugins), what_if_(what_if), types_(types), queue_(queue), simple_(simple) {
    for (const InstanceType& type : types) left_.push_back(type.left);
    largest_first_.resize(types.size());
    std::iota(largest_first_.begin(), largest_first_.end(), std::size_t{0});
    cheapest_first_ = largest_first_;
    std::stable_sort(largest_first_.begin(), largest_first_.end(), [&](std::size_t a, std::size_t b) {
      const MachineShape &x = types[a].group.shape, &y = types[b].group.shape;
      return std::tie(x.cpu_milli, x.memory) > std::tie(y.cpu_milli, y.memory);
    });
    std::stable_sort(cheapest_first_.begin(), cheapest_first_.end(),
                     [&](std::size_t a, std::size_t b) { return types[a].price() < types[b].price(); });
  }

  // A machine for the first pods of the queue, from group `first` on. Absent: no type takes them.
  std::optional<Launch> pack(std::size_t first) {
    SchedulingView apart;  // what is simple needs to see nothing but its own node
    WhatIf alone(apart);
    WhatIf& bench = simple_ ? alone : what_if_;
    const std::size_t before = bench.steps();
    for (const std::size_t type : largest_first_) {
      if (left_[type] == 0) continue;
      const Text node = open(bench, type);
      std::vector<Ref<const Pod>> pods = fill_from(bench, first, node);
      if (!pods.empty()) return cheapest(bench, before, type, std::move(pods));
      bench.undo(before);
    }
    return std::nullopt;
  }

 private:
  Text open(WhatIf& bench, std::size_t type) {
    const std::string name = types_[type].made.node->metadata.name.str() + "-" + std::to_string(opened_);
    bench.add_node(renamed(*types_[type].made.node, name));
    for (const Ref<const Pod>& pod : types_[type].made.pods) bench.put(pod, name);
    bench.settle();
    return name;
  }

  // Only if the first group gets something on it.
  std::vector<Ref<const Pod>> fill_from(WhatIf& bench, std::size_t first, const Text& node) {
    std::vector<Ref<const Pod>> pods;
    std::vector<std::size_t> placed = queue_.placed;
    for (std::size_t group = first; group < queue_.groups.size(); ++group) {
      PodGroup rest{queue_.groups[group].sample, {}};
      const auto& all = queue_.groups[group].pods;
      rest.pods.assign(all.begin() + static_cast<std::ptrdiff_t>(placed[group]), all.end());
      placed[group] += fill(plugins_, bench, rest, {node},
                            [&](const Ref<const Pod>& pod, const Text&) { pods.push_back(pod); });
      if (pods.empty()) return pods;
    }
    queue_.placed = std::move(placed);
    return pods;
  }

  Launch cheapest(WhatIf& bench, std::size_t before, std::size_t packed, std::vector<Ref<const Pod>> pods) {
    for (const std::size_t type : cheapest_first_) {
      if (left_[type] == 0) continue;
      bench.undo(before);
      if (!holds(bench, type, pods) && type != packed) continue;
      --left_[type];
      ++opened_;
      return {type, std::move(pods)};
    }
    return {packed, std::move(pods)};  // not reached: the packed type holds its pods
  }

  bool holds(WhatIf& bench, std::size_t type, const std::vector<Ref<const Pod>>& pods) {
    const Text node = open(bench, type);
    return std::all_of(pods.begin(), pods.end(), [&](const Ref<const Pod>& pod) {
      if (!fits(plugins_, bench.view(), view_of(pod), node)) return false;
      bench.put(pod, node);
      return true;
    });
  }

  const PluginSet& plugins_;
  WhatIf& what_if_;
  const std::vector<InstanceType>& types_;
  Queue& queue_;
  bool simple_;
  std::vector<int> left_;
  std::vector<std::size_t> largest_first_, cheapest_first_;
  int opened_ = 0;
};

}  // namespace

Provision choose_instances(const PluginSet& plugins, WhatIf& what_if, const std::vector<InstanceType>& types,
                           std::vector<PodGroup> pods) {
  std::stable_sort(pods.begin(), pods.end(), [](const PodGroup& a, const PodGroup& b) {
    const PodRequest &x = a.sample.request, &y = b.sample.request;
    return std::tie(x.cpu, x.memory) > std::tie(y.cpu, y.memory);
  });
  Queue queue{std::move(pods), {}};
  queue.placed.resize(queue.groups.size(), 0);
  const bool simple = std::all_of(queue.groups.begin(), queue.groups.end(), [&](const PodGroup& group) {
    return FirstFit(plugins, what_if, group.sample).simple();
  });
  Packer packer(plugins, what_if, types, queue, simple);
  Provision provision;
  for (std::size_t group = 0; group < queue.groups.size(); ++group) {
    while (queue.waits(group)) {
      std::optional<Launch> launch = packer.pack(group);
      if (!launch) break;
      provision.launches.push_back(std::move(*launch));
    }
    const auto& all = queue.groups[group].pods;
    provision.hopeless.insert(provision.hopeless.end(),
                              all.begin() + static_cast<std::ptrdiff_t>(queue.placed[group]), all.end());
  }
  return provision;
}

}  // namespace podium::autoscaler
