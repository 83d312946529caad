#include "control-plane/autoscaler/group_states.h"

#include "control-plane/autoscaler/priorities.h"
#include "control-plane/autoscaler/status_text.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/cloud.h"
#include "tests/control-plane/scheduler/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::autoscaler;

namespace {

// A simulated cloud whose machines register as nodes that are Ready, unless mute.
struct Watched {
  explicit Watched(sim::CloudGroup group) {
    group.group.name = "g";
    group.group.max = 100;
    cloud = std::make_unique<sim::SimCloud>(
        engine, chronicle, engine.random("cloud"), std::vector<sim::CloudGroup>{group},
        sim::CloudHooks{.up =
                            [this](const std::string& name, const MachineGroup&, bool mute) {
                              if (!mute) add(name);
                            },
                        .down = [this](const std::string& name) { nodes.erase(name); },
                        .exists = [this](const std::string& name) { return nodes.contains(name); }});
    cloud->begin();
    states = std::make_unique<GroupStates>(options, *cloud);
    update();
  }

  void add(const std::string& name) {
    Ref<Node> node = copy(*make::node(name));
    Condition ready;
    ready.type_ = "Ready";
    ready.status = "True";
    node->status.edit().conditions = {ready};
    node->metadata.creation_timestamp = engine.now();
    nodes[name] = node;
  }
  std::vector<Telling> update() {
    return states->update(
        [this](const auto& visit) {
          for (const auto& [name, node] : nodes) visit(*node);
        },
        engine.now());
  }
  std::vector<Telling> after(Duration time) {
    std::vector<Telling> all;
    for (const TimePoint end = engine.now() + time; engine.now() < end;) {
      engine.run_for(10s);
      for (Telling& telling : update()) all.push_back(std::move(telling));
    }
    return all;
  }
  void grow(int by) {
    REQUIRE(cloud->increase("g", by).ok());
    states->grows("g", by, engine.now());
  }

  Engine engine;
  MemoryChronicle chronicle;
  NodeHealthOptions options;
  std::map<std::string, Ref<const Node>> nodes;
  std::unique_ptr<sim::SimCloud> cloud;
  std::unique_ptr<GroupStates> states;
};

}  // namespace

TEST_CASE("machines are upcoming from being asked for until they are Ready nodes") {
  Watched watched({.size = 2});
  watched.grow(3);
  watched.update();
  CHECK(watched.states->upcoming("g") == 3);
  CHECK(watched.states->scaling_up("g"));
  CHECK(watched.after(5min).empty());
  CHECK(watched.states->upcoming("g") == 0);
  CHECK_FALSE(watched.states->scaling_up("g"));
  CHECK(watched.states->of("g").ready == 5);
}

TEST_CASE("machines that cannot be had are told of once, and their group backs off for 5 min, then for 10") {
  sim::CloudGroup group{.size = 1};
  group.stock = 1;
  Watched watched(group);
  watched.grow(2);
  const std::vector<Telling> told = watched.after(1min);
  REQUIRE(told.size() == 1);
  CHECK(told[0].reason == "ScaleUpFailed");
  CHECK(told[0].message ==
        "Failed adding 2 nodes to group g due to OutOfResource.STOCKOUT; source errors: there are no more "
        "machines of g in stock");
  REQUIRE(watched.states->never_made().size() == 2);
  REQUIRE(watched.states->backoff("g", watched.engine.now()) != nullptr);
  for (const Unwanted& machine : watched.states->never_made())
    REQUIRE(watched.cloud->remove("g", {machine.machine}).ok());
  CHECK(watched.after(5min).empty());
  CHECK(watched.states->backoff("g", watched.engine.now()) == nullptr);
  watched.grow(1);
  watched.after(20s);
  const GroupBackoff::Failure* failure = watched.states->backoff("g", watched.engine.now());
  REQUIRE(failure != nullptr);
  CHECK(failure->duration == 10min);
  CHECK(failure->code == "STOCKOUT");
}

TEST_CASE("a machine that does not register within 15 min is given up, and its group with it for a while") {
  sim::CloudGroup group{.size = 1};
  group.mute = {1, 1};
  Watched watched(group);
  watched.grow(1);
  CHECK(watched.after(15min).empty());
  CHECK(watched.states->of("g").unregistered == 1);
  const std::vector<Telling> told = watched.after(10s);
  REQUIRE(told.size() == 1);
  CHECK(told[0].reason == "ScaleUpTimedOut");
  CHECK(told[0].message == "Nodes added to group g failed to register within 15m10s");
  watched.after(10s);  // it was seen first by the first look
  REQUIRE(watched.states->never_registered().size() == 1);
  CHECK(watched.states->never_registered()[0].machine == "g-2");
  CHECK(watched.states->of("g").long_unregistered == 1);
  CHECK(watched.states->backoff("g", watched.engine.now()) != nullptr);
}

TEST_CASE("a cluster is unhealthy when more than 3 nodes and more than 45 % are unready") {
  Watched watched({.size = 8});
  const auto broken = [&](int count) {
    int left = count;
    for (auto& [name, node] : watched.nodes) {
      Ref<Node> changed = copy(*node);
      changed->status.edit().conditions.edit()[0].status = left-- > 0 ? "Unknown" : "True";
      node = changed;
    }
    watched.update();
    return watched.states->cluster_healthy();
  };
  CHECK(broken(8));  // they may be starting
  watched.engine.run_for(16min);
  CHECK(broken(3));
  CHECK_FALSE(broken(4));
  CHECK(watched.states->total().unready == 4);
}

TEST_CASE("the status tells of the cluster and each group, and since when") {
  Watched watched({.size = 2});
  StatusText text;
  const TimePoint first = watched.engine.now();
  text.write(*watched.states, *watched.cloud, {}, first);
  const std::string yaml = text.write(*watched.states, *watched.cloud, {{"g", 1}}, first + 10500ms);
  CHECK(yaml.starts_with(
      "time: 2025-01-01 00:00:10.5 +0000 UTC\nautoscalerStatus: Running\nclusterWide:\n"
      "  health:\n    status: Healthy\n    nodeCounts:\n      registered:\n        total: 2\n"
      "        ready: 2\n        notStarted: 0\n        unready:\n          total: 0\n"
      "          resourceUnready: 0\n      longUnregistered: 0\n      unregistered: 0\n"
      "    lastProbeTime: \"2025-01-01T00:00:10.5Z\"\n"
      "    lastTransitionTime: \"2025-01-01T00:00:00Z\"\n"
      "  scaleUp:\n    status: NoActivity\n"));
  CHECK(yaml.find("nodeGroups:\n- name: g\n") != std::string::npos);
  CHECK(yaml.find("    cloudProviderTarget: 2\n    minSize: 0\n    maxSize: 100\n") != std::string::npos);
  CHECK(
      yaml.ends_with("  scaleDown:\n    status: CandidatesPresent\n    candidates: 1\n"
                     "    lastProbeTime: \"2025-01-01T00:00:10.5Z\"\n"
                     "    lastTransitionTime: \"2025-01-01T00:00:10.5Z\"\n"));
}

TEST_CASE("priorities are read from the user's ConfigMap") {
  ConfigMap config;
  config.data = {{"priorities", "10:\n  - .*spot.*\n50:\n  - good\n  - better\n"}};
  const auto read = read_priorities(&config);
  CHECK(read == std::map<int, std::vector<std::string>>{{10, {".*spot.*"}}, {50, {"good", "better"}}});
  config.data = {{"priorities", "high: [x]\n"}};
  CHECK(read_priorities(&config).empty());
  CHECK(read_priorities(nullptr).empty());
}
