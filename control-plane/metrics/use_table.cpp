#include "control-plane/metrics/use_table.h"

#include <algorithm>

namespace podium {
namespace {

bool by_pod(const ContainerUse& a, const ContainerUse& b) { return a.pod < b.pod; }

// The run of one container that `use` is a part of.
bool same_run(const ContainerUse& a, const ContainerUse& b) {
  return a.pod == b.pod && a.container == b.container && a.started == b.started;
}

bool knows(const NodeUse& use, const ContainerUse& container) {
  const auto [first, last] =
      std::equal_range(use.containers.begin(), use.containers.end(), container, by_pod);
  return std::any_of(first, last, [&](const ContainerUse& known) { return same_run(known, container); });
}

}  // namespace

void UseTable::take(const Text& name, const NodeUse& use) {
  Node& node = nodes_[name];
  Node next{.last = {}, .before = node.last.at, .known = {}};
  next.last.at = use.at;
  next.last.containers = use.containers;
  std::stable_sort(next.last.containers.begin(), next.last.containers.end(), by_pod);
  for (const ContainerUse& container : next.last.containers)
    next.known.push_back(knows(node.last, container));
  node = std::move(next);
}

void UseTable::forget(const Text& node) { nodes_.erase(node); }

std::optional<UseTable::Scrape> UseTable::node(const Text& name) const {
  const auto found = nodes_.find(name);
  if (found == nodes_.end() || found->second.before == TimePoint{}) return std::nullopt;
  const Node& node = found->second;
  Scrape scrape{.at = node.last.at, .window = node.last.at - node.before};
  for (const ContainerUse& container : node.last.containers) {
    scrape.cpu_milli += container.cpu_milli;
    scrape.memory += container.memory;
  }
  return scrape;
}

std::optional<UseTable::PodScrape> UseTable::pod(const Text& name, const Key& pod) const {
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) return std::nullopt;
  const Node& node = found->second;
  const auto& all = node.last.containers;
  const ContainerUse wanted{.pod = pod};
  const auto [first, last] = std::equal_range(all.begin(), all.end(), wanted, by_pod);
  if (first == last) return std::nullopt;
  PodScrape scrape{.at = node.last.at, .window = node.last.at - node.before};
  for (auto at = first; at != last; ++at) {
    if (!node.known[static_cast<std::size_t>(at - all.begin())]) return std::nullopt;
    scrape.containers.push_back({at->container, at->cpu_milli, at->memory});
  }
  return scrape;
}

}  // namespace podium
