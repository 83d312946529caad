#include "control-plane/cloud/node_cleaner.h"

#include <set>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "control-plane/objects/kinds/node.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/cloud.h"
#include "sim/world/network.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

constexpr const char* kMachine = "control-plane";

// An API server, and a cloud that has the machines named in `machines`.
struct CloudyCluster {
  CloudyCluster() {
    server.bootstrap();
    cleaner.start();
  }

  void set(const char* name, bool ready) {
    Condition condition;
    condition.type_ = "Ready";
    condition.status = ready ? "True" : "Unknown";
    auto node = make_ref<Node>();
    node->metadata.name = name;
    ask(Verb::kCreate, node);
    node = copy(*as<Node>(store.get(Node::info(), {{}, name})));
    node->status.edit().conditions = {condition};
    ask(Verb::kUpdate, node, "status");
  }
  void ask(Verb verb, ObjectRef object, std::string_view subresource = "") {
    ApiRequest request;
    request.verb = verb;
    request.kind = &Node::info();
    request.key = key_of(*object);
    request.object = std::move(object);
    request.subresource = subresource;
    server.handle(request);
  }
  bool has(const char* name) { return store.get(Node::info(), {{}, name}) != nullptr; }

  std::set<std::string> machines;
  Engine engine;
  MemoryChronicle chronicle;
  sim::Topology topology{{}};
  sim::VertexId vertex = topology.add_machine(kMachine);
  sim::Network network{engine, topology, engine.random("network"), {}};
  Store store;
  ApiServer server{engine, store, chronicle, engine.random("api")};
  ApiListener listener{engine, network, kMachine, server};
  sim::SimCloud cloud{
      engine, chronicle, engine.random("cloud"), {}, {.exists = [this](const std::string& name) {
        return machines.contains(name);
      }}};
  NodeCleaner cleaner{
      engine, network, kMachine, cloud, engine.random("cleaner"), {.client = {.user = nullptr}}};
};

}  // namespace

// cloud-provider/controllers/nodelifecycle: nodes that are Ready are never looked at.
TEST_CASE("a node without a machine is deleted within 5 s, unless it is Ready") {
  CloudyCluster cluster;
  cluster.machines = {"there"};
  cluster.engine.run_for(1s);
  cluster.set("there", false);
  cluster.set("gone", false);
  cluster.set("ready", true);
  cluster.engine.run_for(6s);
  CHECK(cluster.has("there"));
  CHECK_FALSE(cluster.has("gone"));
  CHECK(cluster.has("ready"));
  cluster.machines.clear();
  cluster.set("ready", false);
  cluster.engine.run_for(6s);
  CHECK_FALSE(cluster.has("there"));
  CHECK_FALSE(cluster.has("ready"));
}
