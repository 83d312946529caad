#include "sim/world/world.h"

#include <cassert>

namespace podium::sim {

World::World(Executor& executor, ProcessTable& processes, Chronicle& chronicle, Random random,
             WorldOptions options)
    : executor_(executor),
      processes_(processes),
      chronicle_(chronicle),
      random_(random),
      options_(options),
      topology_(options.topology),
      network_(executor, topology_, random.fork("network"), options.network),
      registry_(options.registry),
      chaos_(*this, executor, chronicle) {
  topology_.on_change([this] { network_.reconsider(); });
}

Host& World::add_machine(MachineConfig config) {
  const std::string name = config.name;
  const VertexId vertex = topology_.add_machine(name, config.attached_to);
  const Random random = random_.fork("machine/" + name);
  const RuntimeContext context{chronicle_, registry_, applications_, shapes_, probes_, options_.runtime};
  auto& host = hosts_[name] =
      std::make_unique<Host>(std::move(config), vertex, executor_, processes_, network_, options_.machine,
                             context, route_lists_, random);
  directory_.add(*host);
  return *host;
}

void World::remove_machine(const std::string& name) {
  const auto found = hosts_.find(name);
  assert(found != hosts_.end());
  found->second->machine.power_off();
  directory_.remove(*found->second);
  gone_.push_back(std::move(found->second));
  hosts_.erase(found);
}

void World::add_switch(const std::string& name, std::string_view to) { topology_.add_switch(name, to); }

Host* World::find(std::string_view machine) {
  const auto found = hosts_.find(machine);
  return found == hosts_.end() ? nullptr : found->second.get();
}

Host& World::machine(std::string_view machine) {
  Host* host = find(machine);
  assert(host != nullptr);
  return *host;
}

std::vector<std::string> World::machines() const {
  std::vector<std::string> names;
  names.reserve(hosts_.size());
  for (const auto& [name, host] : hosts_) names.push_back(name);
  return names;
}

Requests& World::add_requests(RequestsConfig config) {
  Host& client = machine(config.machine);
  const Random random = random_.fork("requests/" + std::to_string(requests_.size()));
  requests_.push_back(std::make_unique<Requests>(std::move(config), executor_, topology_, directory_, client,
                                                 options_.network, random));
  requests_.back()->start();
  return *requests_.back();
}

}  // namespace podium::sim
