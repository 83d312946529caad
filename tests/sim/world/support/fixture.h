// A world under test, and the words the tests use about it.
#pragma once

#include <optional>
#include <string>

#include "sim/engine/engine.h"
#include "sim/world/world.h"
#include "tests/sim/world/support/test_chronicle.h"
#include "tests/support/catch.h"

namespace podium::sim {

// Options without randomness: each step takes its exact time.
inline WorldOptions exact_options() {
  WorldOptions options;
  options.registry.manifest = {300ms, 300ms};
  options.registry.jitter_percent = 0;
  options.runtime = {.create_sandbox = {500ms, 500ms},
                     .remove_sandbox = {50ms, 50ms},
                     .create_container = {100ms, 100ms},
                     .start_container = {100ms, 100ms},
                     .remove_container = {20ms, 20ms}};
  return options;
}

// An application that listens 1 s after its start and stops 500 ms after SIGTERM.
inline AppModel exact_model(std::string image = "") {
  AppModel model;
  model.name = "exact";
  model.image = std::move(image);
  model.start = {1s, 1s};
  model.stop = {500ms, 500ms};
  return model;
}

struct Fixture {
  explicit Fixture(WorldOptions options = exact_options(), std::uint64_t seed = 1)
      : world(engine, engine, chronicle, Random(seed), options) {}

  Host& add(const std::string& name) { return world.add_machine({.name = name}); }

  Sandbox sandbox(Host& host, const std::string& uid, bool host_network = false) {
    std::optional<Sandbox> made;
    host.runtime.create_sandbox({.uid = uid, .name = "default/" + uid, .host_network = host_network},
                                [&](Result<Sandbox> result) { made = result.value(); });
    run_while([&] { return !made; });
    return *made;
  }

  ContainerId created(Host& host, ContainerConfig config) {
    std::optional<ContainerId> id;
    host.runtime.pull_image(config.image, [&](Result<ImageInfo> pulled) {
      REQUIRE(pulled.ok());
      host.runtime.create_container(config, [&](Result<ContainerId> result) { id = result.value(); });
    });
    run_while([&] { return !id; });
    return *id;
  }

  // A sandbox of its own with one running container.
  struct Running {
    Sandbox sandbox;
    ContainerId id;
  };
  Running running(Host& host, const std::string& uid, ContainerConfig config = {}) {
    Running made{.sandbox = sandbox(host, uid)};
    config.sandbox = made.sandbox.id;
    if (config.name.empty()) config.name = "main";
    if (config.image.empty()) config.image = "app";
    made.id = created(host, config);
    bool started = false;
    host.runtime.start_container(made.id, [&](Result<Nothing> result) { started = result.ok(); });
    run_while([&] { return !started; });
    return made;
  }

  ContainerInfo inspect(Host& host, const ContainerId& id) { return host.runtime.inspect(id).value(); }

  template <class Condition>
  void run_while(Condition condition) {
    for (int steps = 0; condition(); ++steps) {
      REQUIRE(steps < 1'000'000);
      engine.run_for(1ms);
    }
  }

  Engine engine;
  TestChronicle chronicle;
  World world;
};

}  // namespace podium::sim
