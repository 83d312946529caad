// API servers over stores of any sort, on a simulated network with the machines of their clients.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/world.h"
#include "tests/history/backing.h"

namespace podium::history {

class Site {
 public:
  // A server for each: several are those of one durable store. They outlive the site.
  Site(std::uint64_t seed, std::vector<Backing*> backings);
  ~Site();

  void add(const std::string& machine);

  // Virtual time, and as much wall time as the disks need meanwhile.
  void run_for(Duration duration);
  // Until every server has heard of what went through the others.
  void settle();

  std::size_t servers() const { return servers_.size(); }
  // Its endpoint, and the machine that it runs on.
  static std::string name(std::size_t server) { return "apiserver-" + std::to_string(server); }
  Store& store(std::size_t server);
  void stop(std::size_t server);
  void start(std::size_t server);

  Engine engine;
  MemoryChronicle chronicle;
  sim::World world;

 private:
  struct Server {
    Backing& backing;
    int lives = 0;
    std::unique_ptr<Process> process;
    std::unique_ptr<ApiServer> core;
    std::unique_ptr<ApiListener> listener;
  };
  std::vector<Server> servers_;
};

}  // namespace podium::history
