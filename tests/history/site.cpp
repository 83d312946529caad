#include "tests/history/site.h"

#include <algorithm>

#include "control-plane/api/durability.h"

namespace podium::history {
namespace {

constexpr Duration kSlice = 10ms;  // of virtual time, between two breaths

}  // namespace

Site::Site(std::uint64_t seed, std::vector<Backing*> backings)
    : engine({.seed = seed}), world(engine, engine, chronicle, engine.random("world")) {
  for (Backing* backing : backings) {
    servers_.push_back({*backing});
    add(name(servers_.size() - 1));
    start(servers_.size() - 1);
  }
}

Site::~Site() {
  for (std::size_t i = 0; i < servers_.size(); ++i) stop(i);
}

void Site::add(const std::string& machine) {
  sim::MachineConfig config;
  config.name = machine;
  world.add_machine(config);
}

void Site::run_for(Duration duration) {
  const TimePoint end = engine.now() + duration;
  while (engine.now() < end) {
    engine.run_until(std::min(end, engine.now() + kSlice));
    for (const Server& server : servers_) server.backing.breathe();
  }
}

void Site::settle() {
  const auto differs = [this](const Server& server) {
    return server.backing.store().revision() != servers_[0].backing.store().revision();
  };
  while (std::any_of(servers_.begin(), servers_.end(), differs)) run_for(kSlice);
}

Store& Site::store(std::size_t server) { return servers_[server].backing.store(); }

void Site::stop(std::size_t index) {
  Server& server = servers_[index];
  world.machine(name(index)).machine.kill(*server.process);
  server.listener = nullptr;
  if (Durability* durability = server.backing.durability()) durability->serve(nullptr);
  server.core = nullptr;
  server.process = nullptr;
}

void Site::start(std::size_t index) {
  Server& server = servers_[index];
  server.backing.open();
  server.process = engine.start_process(name(index));
  world.machine(name(index)).machine.adopt(*server.process);
  server.core =
      std::make_unique<ApiServer>(*server.process, server.backing.store(), chronicle,
                                  engine.random(name(index) + "/" + std::to_string(++server.lives)));
  ListenerOptions options;
  options.endpoint = name(index);
  Durability* const durability = options.durability = server.backing.durability();
  server.listener =
      std::make_unique<ApiListener>(*server.process, world.network(), name(index), *server.core, options);
  if (durability == nullptr) return server.core->bootstrap();
  durability->serve(server.core.get());
  handle_in_turn(*durability, server.core->bootstrap_requests());
}

}  // namespace podium::history
