// The machines that work: each with a kubelet and a kube-proxy, there from the beginning, added by a user, or
// made and taken by a simulated cloud.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/cluster/options.h"
#include "scenarios/cluster/parts.h"
#include "sim/world/cloud.h"
#include "sim/world/world.h"

namespace podium {

class Workers {
 public:
  // All outlive the workers. `random_for` draws anew for each life of a program.
  struct Surroundings {
    const ClusterOptions& options;
    Engine& engine;
    sim::World& world;
    Parts& parts;
    Chronicle& chronicle;
    std::function<Random(const std::string& who)> random_for;
  };
  explicit Workers(Surroundings around) : around_(std::move(around)) {}

  // A new machine that is a Node.
  void add(const NodeConfig& node);
  // The programs of a node, on a machine that exists.
  void start_node(const NodeConfig& node);
  // A machine that is no Node but reaches Services as nodes do.
  void add_client(const std::string& machine);
  // The machine is gone, for good. False if there is none of that name.
  bool remove(const std::string& machine);
  const std::vector<std::string>& names() const { return names_; }  // in the order they were added

  // Makes the cloud of options.node_groups and their first machines. REQUIRES: there are groups.
  void open_cloud();
  sim::SimCloud* cloud() const { return cloud_.get(); }  // null: not opened

 private:
  void start_proxy(const std::string& machine);
  std::shared_ptr<void> kubelet(Process& process, const NodeConfig& node);
  std::shared_ptr<void> proxy(Process& process, const std::string& machine);

  Surroundings around_;
  std::vector<std::string> names_;
  std::unique_ptr<sim::SimCloud> cloud_;
};

}  // namespace podium
