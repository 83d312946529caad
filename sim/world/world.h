// The simulated world: machines, the network between them, the registry, and what runs in containers.
// Knows nothing of Kubernetes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/chronicle.h"
#include "runtime/env/process.h"
#include "sim/world/applications.h"
#include "sim/world/host.h"
#include "sim/world/image_registry.h"
#include "sim/world/network.h"
#include "sim/world/options.h"
#include "sim/world/requests.h"
#include "sim/world/topology.h"
#include "sim/world/world_chaos.h"

namespace podium::sim {

class World {
 public:
  // All references outlive the world. Same seed and same calls: same world.
  World(Executor& executor, ProcessTable& processes, Chronicle& chronicle, Random random,
        WorldOptions options = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // A machine with power on, attached to its switch. REQUIRES: a fresh name, an existing switch.
  Host& add_machine(MachineConfig config);
  // The machine loses power for good, and nobody finds it any more. What still holds a reference to it finds
  // a machine without power. REQUIRES: it exists.
  void remove_machine(const std::string& name);
  void add_switch(const std::string& name, std::string_view to = Topology::kRootSwitch);

  Host* find(std::string_view machine);       // null: unknown
  Host& machine(std::string_view machine);    // REQUIRES: it exists
  std::vector<std::string> machines() const;  // names, sorted

  Network& network() { return network_; }
  Topology& topology() { return topology_; }
  ImageRegistry& registry() { return registry_; }
  Applications& applications() { return applications_; }
  WorldChaos& chaos() { return chaos_; }

  // Clients on config.machine, which start to send now. They live as long as the world.
  // REQUIRES: the machine exists; see Requests.
  Requests& add_requests(RequestsConfig config);
  const std::vector<std::unique_ptr<Requests>>& requests() const { return requests_; }

 private:
  Executor& executor_;
  ProcessTable& processes_;
  Chronicle& chronicle_;
  Random random_;
  WorldOptions options_;
  Topology topology_;
  Network network_;
  ImageRegistry registry_;
  Applications applications_;
  Pool<ContainerShape> shapes_;
  Pool<ProbeSpec> probes_;
  RouteLists route_lists_;
  Directory directory_;
  std::map<std::string, std::unique_ptr<Host>, std::less<>> hosts_;
  std::vector<std::unique_ptr<Host>> gone_;
  std::vector<std::unique_ptr<Requests>> requests_;
  WorldChaos chaos_;
};

}  // namespace podium::sim
