#include "control-plane/controllers/node_lifecycle.h"

#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/lease.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> node_lifecycle_controller(const Settings& settings);
std::unique_ptr<Controller> node_eviction_controller(const Settings& settings);

namespace {

Condition condition(const char* type, const char* status, TimePoint at) {
  Condition c;
  c.type_ = type;
  c.status = status;
  c.last_transition_time = c.last_heartbeat_time = at;
  return c;
}

struct Rig {
  Rig() {
    world.add(node_lifecycle_controller(Settings()));
    world.add(node_eviction_controller(Settings()));
    start = world.now();
  }

  void add_node(const std::string& name, const char* zone = "z1") {
    Ref<Node> node = make_ref<Node>();
    node->metadata.name = name;
    node->metadata.labels.set("topology.kubernetes.io/zone", zone);
    node->status.edit().conditions = {condition("Ready", "True", world.now()),
                                      condition("MemoryPressure", "False", world.now())};
    world.put(node);
    renew(name);
  }
  void renew(const std::string& name) {
    Ref<Lease> lease = make_ref<Lease>();
    lease->metadata.namespace_ = "kube-node-lease";
    lease->metadata.name = name;
    lease->spec.renew_time.at = world.now();
    world.put(lease);
  }
  void report(const std::string& name, const char* ready) {
    world.edit<Node>(Key{{}, name}, [&](Node& node) {
      node.status.edit().conditions.edit()[0] = condition("Ready", ready, world.now());
    });
    renew(name);
  }
  void add_pod(const std::string& name, const std::string& node) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    pod->spec.edit().node_name = node;
    pod->status.edit().phase = "Running";
    pod->status.edit().conditions = {condition("Ready", "True", world.now())};
    world.put(pod);
  }
  Ref<const Node> node(const std::string& name) const { return world.find<Node>(Key{{}, name}); }
  bool ready(const std::string& name) const { return readiness(*node(name)) == Readiness::kTrue; }
  int evicted() const {
    int count = 0;
    world.each<Node>([&](const Ref<const Node>& n) { count += evicts_pods(*n) ? 1 : 0; });
    return count;
  }
  // Time passes; every node whose name does not start with "dead" renews its lease each 10 s.
  void live(Duration duration) {
    for (Duration done{0}; done < duration; done += 1s) {
      if (seconds(world.now() - start) - 10 * static_cast<int>(seconds(world.now() - start) / 10) < 1) {
        world.each<Node>([&](const Ref<const Node>& n) {
          if (n->metadata.name.view().substr(0, 4) != "dead") renew(n->metadata.name.str());
        });
      }
      world.advance(1s);
    }
  }

  SmallWorld world;
  TimePoint start;
};

}  // namespace

TEST_CASE("A silent node becomes Unknown 50 s after it was last noticed, at a tick of 5 s", "[node]") {
  // Facts A.5: 40-55 s after the crash.
  Rig rig;
  rig.add_node("live");
  rig.world.advance(2s);
  rig.add_node("dead");  // last heard at 2 s, noticed at the tick of 5 s
  rig.add_pod("web", "dead");
  rig.live(52s);
  CHECK(rig.ready("dead"));
  CHECK(is_ready(*rig.world.find<Pod>(Key{"default", "web"})));
  rig.live(1s);  // 55 s
  CHECK_FALSE(rig.ready("dead"));
  CHECK(rig.ready("live"));
  const Condition* ready = find_condition(rig.node("dead")->status->conditions, "Ready");
  CHECK(ready->status == "Unknown");
  CHECK(ready->reason == "NodeStatusUnknown");
  CHECK(ready->message == "Kubelet stopped posting node status.");
  CHECK(find_condition(rig.node("dead")->status->conditions, "DiskPressure")->reason ==
        "NodeStatusNeverUpdated");
  CHECK_FALSE(is_ready(*rig.world.find<Pod>(Key{"default", "web"})));
  CHECK(has_taint(*rig.node("dead"), kUnreachableTaint, "NoSchedule"));
  rig.live(1s);
  CHECK(has_taint(*rig.node("dead"), kUnreachableTaint, "NoExecute"));
  CHECK(std::count(rig.world.events.begin(), rig.world.events.end(),
                   "Normal NodeNotReady Node dead status is now: NodeNotReady") == 1);
  CHECK(std::count(rig.world.events.begin(), rig.world.events.end(),
                   "Warning NodeNotReady Node is not ready") == 1);
}

TEST_CASE("A node that returns loses its taints at once", "[node]") {
  // Scenario S12.
  Rig rig;
  rig.add_node("live");
  rig.add_node("dead");
  rig.live(60s);
  REQUIRE(evicts_pods(*rig.node("dead")));
  rig.report("dead", "True");
  rig.world.settle();
  CHECK(rig.node("dead")->spec.value().taints.empty());
}

TEST_CASE("The eviction taint is swapped when Unknown becomes False", "[node]") {
  Rig rig;
  rig.add_node("live");
  rig.add_node("dead");
  rig.live(60s);
  rig.report("dead", "False");
  rig.world.settle();
  CHECK(has_taint(*rig.node("dead"), kNotReadyTaint, "NoExecute"));
  CHECK_FALSE(has_taint(*rig.node("dead"), kUnreachableTaint, "NoExecute"));
  CHECK(has_taint(*rig.node("dead"), kNotReadyTaint, "NoSchedule"));
}

TEST_CASE("Heartbeats cost no reconcile", "[node]") {
  Rig rig;
  for (int i = 0; i < 20; ++i) rig.add_node("node-" + std::to_string(i));
  rig.world.settle();
  const int before = rig.world.reconciles;
  rig.live(100s);
  // Each watchdog looks about every 50 s, not every 5 s and not at every heartbeat.
  CHECK(rig.world.reconciles - before <= 20 * 3);
  CHECK(rig.evicted() == 0);
}

TEST_CASE("Nodes are given up at the rate of their zone's state", "[node]") {
  // Scenario S22. All die together; 50 s later they are Unknown.
  SECTION("a quarter of 40: one each 10 s") {
    Rig rig;
    for (int i = 0; i < 30; ++i) rig.add_node("node-" + std::to_string(i));
    for (int i = 0; i < 10; ++i) rig.add_node("dead-" + std::to_string(i));
    rig.live(51s);
    CHECK(rig.evicted() == 1);
    rig.live(30s);
    CHECK(rig.evicted() == 4);
    rig.live(60s);
    CHECK(rig.evicted() == 10);
  }
  SECTION("60 % of 40: none at all") {
    Rig rig;
    for (int i = 0; i < 16; ++i) rig.add_node("node-" + std::to_string(i));
    for (int i = 0; i < 24; ++i) rig.add_node("dead-" + std::to_string(i));
    rig.live(300s);
    CHECK(rig.evicted() == 0);
  }
  SECTION("60 % of 100: one each 100 s") {
    Rig rig;
    for (int i = 0; i < 40; ++i) rig.add_node("node-" + std::to_string(i));
    for (int i = 0; i < 60; ++i) rig.add_node("dead-" + std::to_string(i));
    rig.live(51s);
    CHECK(rig.evicted() == 1);
    rig.live(200s);
    CHECK(rig.evicted() == 3);
  }
  SECTION("one zone of two is all dead: the normal rate") {
    Rig rig;
    rig.add_node("node-1", "z2");
    for (int i = 0; i < 3; ++i) rig.add_node("dead-" + std::to_string(i), "z1");
    rig.live(62s);
    CHECK(rig.evicted() == 2);
  }
}

TEST_CASE("When every zone is all dead, nothing is evicted and taints go", "[node]") {
  Rig rig;
  rig.add_node("dead-1");
  rig.world.advance(10s);
  rig.add_node("dead-2");
  rig.live(52s);
  CHECK(rig.evicted() == 0);  // dead-1 had the taint for a moment, while dead-2 was thought alive
  rig.live(300s);
  CHECK(rig.evicted() == 0);
  // One comes back: all timers start anew, and the other is given up again.
  rig.report("dead-1", "True");
  rig.live(20s);
  CHECK(rig.evicted() == 1);
}

TEST_CASE("Conditions other than Ready bring their taints", "[node]") {
  Rig rig;
  rig.add_node("node");
  rig.world.edit<Node>(Key{{}, "node"}, [&](Node& node) {
    node.status.edit().conditions.edit()[1] = condition("MemoryPressure", "True", rig.world.now());
    node.spec.edit().unschedulable = true;
  });
  rig.world.settle();
  CHECK(has_taint(*rig.node("node"), "node.kubernetes.io/memory-pressure", "NoSchedule"));
  CHECK(has_taint(*rig.node("node"), "node.kubernetes.io/unschedulable", "NoSchedule"));
}

TEST_CASE("A zone's state follows the published thresholds", "[node]") {
  const ZoneOptions options;
  CHECK(zone_state({0, 3}, options) == ZoneState::kFullDisruption);
  CHECK(zone_state({1, 2}, options) == ZoneState::kNormal);  // more than two must be down
  CHECK(zone_state({9, 11}, options) == ZoneState::kPartialDisruption);
  CHECK(zone_state({10, 10}, options) == ZoneState::kNormal);
  CHECK(zone_state({5, 0}, options) == ZoneState::kNormal);
}

}  // namespace podium::controllers
