// The scheduler's view of all nodes: one row a node, one column a quantity, kept up to date by
// difference. Rows are in scheduling order.
#pragma once

#include <Eigen/Core>
#include <map>
#include <unordered_map>
#include <vector>

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/scheduler/pod_request.h"

namespace podium {

using Column = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

class NodeTable {
  struct Usage {
    std::int64_t cpu = 0, memory = 0, storage = 0, nonzero_cpu = 0, nonzero_memory = 0, pods = 0;
    std::vector<std::pair<Text, std::int64_t>> scalars;
    std::vector<HostPort> ports;
  };

 public:
  struct Row {
    Ref<const Node> node;
    std::vector<std::pair<Text, std::int64_t>> allocatable_scalars, requested_scalars;
    std::vector<HostPort> ports;     // that pods have taken
    std::uint32_t version = 0;       // grows with each change of the row
    Usage* usage = nullptr;          // the sums by which it is filled; the table's
    std::uint32_t node_version = 0;  // grows when the Node object itself changed
  };

  std::size_t size() const { return rows_.size(); }
  const Row& row(std::size_t i) const { return rows_[i]; }
  // The row of a node's name; -1 if there is none.
  int find(const Text& name) const;

  // Adds the node, or takes over its new labels, taints and allocatable. A node that came, went or
  // changed its zone re-orders the rows at the next settle(): a thousand new nodes cost one re-order.
  void set_node(Ref<const Node> node);
  void remove_node(const Text& name);
  void settle();

  // Counts a pod, assumed or bound, onto a node; or takes it off. A node that is not (yet) known
  // keeps the sums for when it comes.
  void add_pod(const Text& node, const PodRequest& request) { count(usage_[node], find(node), request, +1); }
  void remove_pod(const Text& node, const PodRequest& request) {
    count(usage_[node], find(node), request, -1);
  }
  // The same, of a node that is known: `sign` is +1 or -1.
  void count_on(std::size_t row, const PodRequest& request, std::int64_t sign) {
    count(*rows_[row].usage, static_cast<int>(row), request, sign);
  }

  // Changes whenever settle() re-orders the rows: row numbers are then void.
  std::uint64_t layout() const { return layout_; }
  // Changes whenever a row or the labels of a node do.
  std::uint64_t labels_version() const { return labels_version_; }

  // For what is tried and undone: the row is again as it was when it had this version.
  void restore_version(std::size_t row, std::uint32_t version) { rows_[row].version = version; }

  // Columns, indexed by row. cpu in milli, memory and storage in bytes.
  Column allocatable_cpu, allocatable_memory, allocatable_storage, allocatable_pods;
  Column requested_cpu, requested_memory, requested_storage, nonzero_cpu, nonzero_memory, pods;

 private:
  void count(Usage& usage, int row, const PodRequest& request, std::int64_t sign);
  void load(std::size_t row);
  void store_usage(std::size_t row, const Usage& usage);
  void rebuild();

  std::map<Text, Ref<const Node>> nodes_;  // by name, in insertion order of `order_`
  std::vector<Text> insertion_;            // names as they arrived
  std::unordered_map<Text, int> index_;    // name to row; never iterated
  std::unordered_map<Text, Usage> usage_;  // name to sums; never iterated
  std::vector<Row> rows_;
  bool unsettled_ = false;
  std::uint64_t layout_ = 0, labels_version_ = 0;
  std::uint32_t versions_ = 0;
};

}  // namespace podium
