#include "control-plane/scheduler/topology.h"

#include <unordered_map>

namespace podium {

const Domains& Topology::of(const Text& key, const NodeTable& nodes) {
  Entry& entry = entries_[key];
  if (entry.version == nodes.labels_version()) return entry.domains;
  entry.version = nodes.labels_version();
  Domains& domains = entry.domains;
  domains.of_row.assign(nodes.size(), Domains::kNone);
  domains.count = 0;
  std::unordered_map<Text, int> numbers;
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    const Text* value = nodes.row(row).node->metadata.labels.find(key);
    if (value == nullptr) continue;
    const auto [number, fresh] = numbers.try_emplace(*value, domains.count);
    if (fresh) ++domains.count;
    domains.of_row[row] = number->second;
  }
  return domains;
}

}  // namespace podium
