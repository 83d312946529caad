#include "control-plane/controllers/manager/controller_manager.h"

#include <algorithm>

namespace podium {

namespace controllers {

#define X(stem) std::unique_ptr<Controller> stem##_controller(const Settings& settings);
#include "control-plane/controllers/all.inc"
#undef X

namespace {

std::vector<std::unique_ptr<Controller>> all_controllers(const Settings& settings) {
  std::vector<std::unique_ptr<Controller>> all;
#define X(stem) all.push_back(stem##_controller(settings));
#include "control-plane/controllers/all.inc"
#undef X
  return all;
}

}  // namespace
}  // namespace controllers

namespace {

ClientOptions client_options(const ControllerManagerOptions& options, double qps, int burst) {
  ClientOptions client;
  client.user = options.user;
  client.endpoint = options.endpoint;
  client.qps = qps;
  client.burst = burst;
  return client;
}

}  // namespace

struct ControllerManager::State {
  State(Executor& executor, Transport& transport, const std::string& machine, Random random,
        const ControllerManagerOptions& options)
      : watcher(executor, transport, machine, random.fork("watches"), client_options(options, 0, 0)),
        caches(watcher) {
    for (std::unique_ptr<controllers::Controller>& controller :
         controllers::all_controllers(options.settings)) {
      const std::string name(controller->name());
      if (std::find(options.disabled.begin(), options.disabled.end(), name) != options.disabled.end())
        continue;
      clients.push_back(std::make_unique<Client>(executor, transport, machine, random.fork(name),
                                                 client_options(options, options.qps, options.burst)));
      runners.push_back(std::make_unique<controllers::ControllerRunner>(
          std::move(controller), caches, observed, *clients.back(), options.runner));
      connect(*runners.back());
    }
  }

  // Tells a runner of what its controller watches. Own writes count as seen when all have been told.
  void connect(controllers::ControllerRunner& runner) {
    const auto tell = [&runner](const Object* before, const Object* after) { runner.changed(before, after); };
    for (const KindInfo* kind : runner.controller().watches()) caches.listen(*kind, tell);
    for (const controllers::Index* index : runner.controller().indexes()) caches.add_index(*index);
  }

  void start() {
    for (const KindInfo* kind : all_kinds()) {
      if (!caches.watches(*kind)) continue;
      caches.listen(*kind,
                    [this](const Object* before, const Object* after) { observed.apply(before, after); });
    }
    caches.start([this] {
      for (auto& runner : runners) runner->start();
    });
  }

  Client watcher;
  controllers::Caches caches;
  controllers::Observed observed;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::unique_ptr<controllers::ControllerRunner>> runners;
};

ControllerManager::ControllerManager(Executor& executor, Transport& transport, std::string machine,
                                     Random random, ControllerManagerOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, random, options)) {}

ControllerManager::~ControllerManager() = default;

void ControllerManager::start() { state_->start(); }

}  // namespace podium
