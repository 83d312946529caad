// A real API server on a simulated network, and clients to it: the ground that control-plane tests
// stand on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "control-plane/client/cache.h"
#include "control-plane/client/client.h"
#include "control-plane/custom/catalogue.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/world.h"

namespace podium::testing {

struct Ground {
  explicit Ground(std::uint64_t seed = 1)
      : engine({.seed = seed}),
        world(engine, engine, chronicle, engine.random("world")),
        host(add("master")),
        client_host(add("client")) {
    start_server();
  }

  sim::Host& add(const std::string& name) {
    sim::MachineConfig machine;
    machine.name = name;
    return world.add_machine(machine);
  }

  void start_server() {
    process = engine.start_process("apiserver");
    host.machine.adopt(*process);
    ApiServerOptions options;
    options.catalogue = catalogue;
    server = std::make_unique<ApiServer>(*process, store, chronicle, engine.random("api"), options);
    listener = std::make_unique<ApiListener>(*process, world.network(), "master", *server);
    server->bootstrap();
  }

  void stop_server() {
    host.machine.kill(*process);
    listener = nullptr;
    server = nullptr;
    process = nullptr;
  }

  std::unique_ptr<Client> connect(ClientOptions options = {}) {
    return std::make_unique<Client>(engine, world.network(), "client", engine.random("client"), options);
  }

  // Sends at once to the server's core, as the gateway does.
  ApiResponse ask(ApiRequest request) { return server->handle(request); }

  ApiResponse create(Ref<Object> object) {
    ApiRequest request;
    request.verb = Verb::kCreate;
    request.kind = &object->kind();
    request.object = std::move(object);
    request.key = key_of(*request.object);
    return ask(std::move(request));
  }

  ApiResponse update(Ref<Object> object, std::string_view subresource = "") {
    ApiRequest request;
    request.verb = Verb::kUpdate;
    request.kind = &object->kind();
    request.object = std::move(object);
    request.key = key_of(*request.object);
    request.subresource = subresource;
    return ask(std::move(request));
  }

  ApiResponse remove(const KindInfo& kind, const Key& key, DeleteOptions options = {}) {
    ApiRequest request;
    request.verb = Verb::kDelete;
    request.kind = &kind;
    request.key = key;
    request.remove = std::move(options);
    return ask(std::move(request));
  }

  Engine engine;
  MemoryChronicle chronicle;
  sim::World world;
  sim::Host& host;
  sim::Host& client_host;
  std::shared_ptr<custom::Catalogue> catalogue = std::make_shared<custom::Catalogue>();
  Store store;
  std::unique_ptr<Process> process;
  std::unique_ptr<ApiServer> server;
  std::unique_ptr<ApiListener> listener;
};

}  // namespace podium::testing
