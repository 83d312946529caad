#include "control-plane/scheduler/node_table.h"

#include <algorithm>

namespace podium {
namespace {

std::int64_t amount(const ResourceList& list, std::string_view name) {
  const Quantity* quantity = list.find(name);
  return quantity == nullptr ? 0 : quantity->value();
}

// Nodes are taken in turn from each zone, so that a scan that stops early has seen them all.
Text zone_of(const Node& node) {
  const Text* region = node.metadata.labels.find("topology.kubernetes.io/region");
  const Text* zone = node.metadata.labels.find("topology.kubernetes.io/zone");
  if (region == nullptr && zone == nullptr) return {};
  return std::string(region != nullptr ? region->view() : "") + ":" + (zone != nullptr ? zone->str() : "");
}

void add_scalar(std::vector<std::pair<Text, std::int64_t>>& scalars, const Text& name, std::int64_t by) {
  for (auto& [known, sum] : scalars) {
    if (known == name) {
      sum += by;
      return;
    }
  }
  scalars.emplace_back(name, by);
}

void count_ports(std::vector<HostPort>& taken, const std::vector<HostPort>& ports, std::int64_t sign) {
  for (const HostPort& port : ports) {
    if (sign > 0) {
      taken.push_back(port);
    } else if (const auto at = std::find(taken.begin(), taken.end(), port); at != taken.end()) {
      taken.erase(at);
    }
  }
}

}  // namespace

int NodeTable::find(const Text& name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? -1 : found->second;
}

void NodeTable::set_node(Ref<const Node> node) {
  const Text name = node->metadata.name;
  const auto [entry, fresh] = nodes_.try_emplace(name, node);
  if (!fresh && !(entry->second->metadata.labels == node->metadata.labels)) ++labels_version_;
  const bool moved = !fresh && zone_of(*entry->second) != zone_of(*node);
  entry->second = std::move(node);
  if (fresh) insertion_.push_back(name);
  unsettled_ = unsettled_ || fresh || moved;
  const int row = find(name);
  if (row < 0) return;
  rows_[static_cast<std::size_t>(row)].node_version = ++versions_;
  load(static_cast<std::size_t>(row));
}

void NodeTable::remove_node(const Text& name) {
  if (nodes_.erase(name) == 0) return;
  insertion_.erase(std::find(insertion_.begin(), insertion_.end(), name));
  unsettled_ = true;
}

void NodeTable::settle() {
  if (std::exchange(unsettled_, false)) rebuild();
}

void NodeTable::rebuild() {
  std::vector<std::vector<Text>> zones;
  std::map<Text, std::size_t> zone_index;
  for (const Text& name : insertion_) {
    const auto [zone, fresh] = zone_index.try_emplace(zone_of(*nodes_.at(name)), zones.size());
    if (fresh) zones.emplace_back();
    zones[zone->second].push_back(name);
  }
  const std::size_t count = insertion_.size();
  for (Column* column :
       {&allocatable_cpu, &allocatable_memory, &allocatable_storage, &allocatable_pods, &requested_cpu,
        &requested_memory, &requested_storage, &nonzero_cpu, &nonzero_memory, &pods}) {
    column->setZero(static_cast<Eigen::Index>(count));
  }
  rows_.assign(count, Row{});
  index_.clear();
  std::size_t row = 0;
  for (std::size_t turn = 0; row < count; ++turn) {
    for (const auto& zone : zones) {
      if (turn >= zone.size()) continue;
      index_[zone[turn]] = static_cast<int>(row);
      rows_[row].node_version = ++versions_;
      rows_[row].node = nodes_.at(zone[turn]);
      load(row++);
    }
  }
  ++layout_;
  ++labels_version_;
}

void NodeTable::load(std::size_t i) {
  Row& row = rows_[i];
  const Text name = row.node->metadata.name;  // outlives the node it came from
  row.node = nodes_.at(name);
  const ResourceList& allocatable = row.node->status.value().allocatable;
  const auto at = static_cast<Eigen::Index>(i);
  const Quantity* cpu = allocatable.find("cpu");
  allocatable_cpu[at] = cpu == nullptr ? 0 : cpu->milli_value();
  allocatable_memory[at] = amount(allocatable, "memory");
  allocatable_storage[at] = amount(allocatable, "ephemeral-storage");
  allocatable_pods[at] = amount(allocatable, "pods");
  row.allocatable_scalars.clear();
  for (const auto& [resource, quantity] : allocatable) {
    if (resource == "cpu" || resource == "memory" || resource == "ephemeral-storage" || resource == "pods")
      continue;
    row.allocatable_scalars.emplace_back(resource, quantity.value());
  }
  row.usage = &usage_[name];
  store_usage(i, *row.usage);
}

void NodeTable::store_usage(std::size_t i, const Usage& usage) {
  const auto at = static_cast<Eigen::Index>(i);
  requested_cpu[at] = usage.cpu;
  requested_memory[at] = usage.memory;
  requested_storage[at] = usage.storage;
  nonzero_cpu[at] = usage.nonzero_cpu;
  nonzero_memory[at] = usage.nonzero_memory;
  pods[at] = usage.pods;
  if (!(rows_[i].requested_scalars == usage.scalars)) rows_[i].requested_scalars = usage.scalars;
  if (!(rows_[i].ports == usage.ports)) rows_[i].ports = usage.ports;
  rows_[i].version = ++versions_;
}

void NodeTable::count(Usage& usage, int row, const PodRequest& request, std::int64_t sign) {
  usage.cpu += sign * request.cpu;
  usage.memory += sign * request.memory;
  usage.storage += sign * request.ephemeral_storage;
  usage.nonzero_cpu += sign * request.nonzero_cpu;
  usage.nonzero_memory += sign * request.nonzero_memory;
  usage.pods += sign;
  for (const auto& [name, amount] : request.scalars) add_scalar(usage.scalars, name, sign * amount);
  count_ports(usage.ports, request.ports, sign);
  if (row >= 0) store_usage(static_cast<std::size_t>(row), usage);
}

}  // namespace podium
