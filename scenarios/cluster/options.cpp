#include "scenarios/cluster/options.h"

#include <algorithm>

namespace podium {

std::vector<NodeConfig> workers(int count, const NodeConfig& like) {
  std::vector<NodeConfig> nodes;
  for (int i = 1; i <= count; ++i) {
    nodes.push_back(like);
    nodes.back().name = "node-" + std::to_string(i);
  }
  return nodes;
}

std::vector<std::string> control_plane_machines(const ClusterOptions& options) {
  std::vector<std::string> machines{options.control_plane};
  const LeadershipOptions& wanted = options.leadership;
  for (int i = 2; i <= std::max(wanted.controller_managers, wanted.schedulers); ++i)
    machines.push_back(options.control_plane + "-" + std::to_string(i));
  return machines;
}

}  // namespace podium
