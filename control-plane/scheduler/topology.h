// Which nodes share a value of a label: zones, hosts, racks.
#pragma once

#include <map>
#include <vector>

#include "control-plane/scheduler/node_table.h"

namespace podium {

// The domains of one label key, numbered in the order of the rows that show them first.
struct Domains {
  static constexpr int kNone = -1;  // the node lacks the label

  std::vector<int> of_row;
  int count = 0;
};

// Remembers the domains of each key that somebody asked for, as long as no node's labels change.
class Topology {
 public:
  // Valid until the nodes change.
  const Domains& of(const Text& key, const NodeTable& nodes);

 private:
  struct Entry {
    Domains domains;
    std::uint64_t version = 0;
  };
  std::map<Text, Entry> entries_;
};

}  // namespace podium
