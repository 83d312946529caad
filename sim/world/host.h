// A machine with what runs on it, and the directory that finds it by address.
#pragma once

#include <unordered_map>
#include <utility>

#include "sim/world/container_runtime.h"
#include "sim/world/data_plane.h"
#include "sim/world/machine.h"

namespace podium::sim {

struct Host {
  Host(MachineConfig config, VertexId vertex, Executor& executor, ProcessTable& processes, Network& network,
       const MachineOptions& options, const RuntimeContext& context, RouteLists& routes, const Random& random)
      : machine(std::move(config), vertex, executor, processes, network, options),
        runtime(machine, context, random),
        data_plane(routes, random.fork("routes")) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  Machine machine;
  SimContainerRuntime runtime;
  SimDataPlane data_plane;
};

// Machines by their own address and by their pod network.
class Directory {
 public:
  void add(Host& host) {
    by_network_[pod_network(host.machine.vertex())] = &host;
    by_address_[machine_address(host.machine.vertex())] = &host;
  }
  void remove(const Host& host) {
    by_network_.erase(pod_network(host.machine.vertex()));
    by_address_.erase(machine_address(host.machine.vertex()));
  }
  // The machine whose own address this is; null: none.
  Host* machine_at(Address address) const { return look(by_address_, address); }
  // The machine that has this pod or own address; null: none.
  Host* owner_of(Address address) const {
    Host* host = look(by_network_, address & ~Address{0xff});
    return host != nullptr ? host : machine_at(address);
  }

 private:
  using Hosts = std::unordered_map<Address, Host*>;
  static Host* look(const Hosts& hosts, Address key) {
    const auto found = hosts.find(key);
    return found == hosts.end() ? nullptr : found->second;
  }
  Hosts by_network_, by_address_;
};

}  // namespace podium::sim
