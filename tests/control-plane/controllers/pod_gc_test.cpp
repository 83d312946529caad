#include "control-plane/controllers/pod_gc.h"

#include "control-plane/controllers/nodes/conditions.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> pod_gc_controller(const Settings& settings);

namespace {

struct Rig {
  explicit Rig(PodGcOptions options = {}) {
    Settings settings;
    settings.set(options);
    world.pods_linger = true;
    world.add(pod_gc_controller(settings));
  }
  void add_node(const char* name) {
    Ref<Node> node = make_ref<Node>();
    node->metadata.name = name;
    world.put(node);
  }
  void add_pod(const std::string& name, const char* node, const char* phase = "Running",
               bool deleting = false) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    pod->spec.edit().node_name = node;
    pod->status.edit().phase = phase;
    if (deleting) pod->metadata.deletion_timestamp = world.now();
    world.put(pod);
  }
  Ref<const Pod> pod(const char* name) const { return world.find<Pod>(Key{"default", name}); }
  SmallWorld world;
};

}  // namespace

TEST_CASE("Pods of a vanished node go after the quarantine of 40 s, at a round of 20 s", "[podgc]") {
  Rig rig;
  rig.add_node("n1");
  rig.add_pod("web", "n1");
  rig.world.advance(5s);
  rig.world.erase(Node::info(), Key{{}, "n1"});
  rig.world.advance(54s);  // noticed in the round at 20 s, so not before the one at 60 s
  CHECK(rig.pod("web"));
  rig.world.advance(1s);
  CHECK_FALSE(rig.pod("web"));
  CHECK(rig.world.log == std::vector<std::string>{"status pod/default/web", "delete pod/default/web"});
}

TEST_CASE("A node that returns in time keeps its pods", "[podgc]") {
  Rig rig;
  rig.add_node("n1");
  rig.add_pod("web", "n1");
  rig.world.erase(Node::info(), Key{{}, "n1"});
  rig.world.advance(30s);
  rig.add_node("n1");
  rig.world.advance(10min);
  CHECK(rig.pod("web"));
}

TEST_CASE("The oldest ended pods beyond the threshold go", "[podgc]") {
  PodGcOptions options;
  options.terminated_threshold = 2;
  Rig rig(options);
  rig.world.pods_linger = false;
  rig.add_node("n1");
  for (const char* name : {"d", "c", "b", "a"}) {
    rig.add_pod(name, "n1", "Succeeded");
    rig.world.advance(1s);
  }
  rig.world.advance(20s);
  CHECK_FALSE(rig.pod("d"));
  CHECK_FALSE(rig.pod("c"));
  CHECK(rig.pod("b"));
  CHECK(rig.pod("a"));
}

TEST_CASE("Pods being deleted that no kubelet will end are ended", "[podgc]") {
  Rig rig;
  rig.add_node("n1");
  rig.add_pod("unscheduled", "", "Pending", true);
  rig.add_pod("fenced", "n1", "Running", true);
  rig.add_pod("healthy", "n1");
  rig.world.advance(21s);
  CHECK_FALSE(rig.pod("unscheduled"));
  CHECK(rig.pod("fenced"));
  rig.world.edit<Node>(Key{{}, "n1"}, [](Node& node) {
    Taint taint;
    taint.key = kOutOfServiceTaint;
    taint.effect = "NoExecute";
    node.spec.edit().taints = {taint};
  });
  rig.world.advance(21s);
  CHECK_FALSE(rig.pod("fenced"));
  CHECK(rig.pod("healthy"));
}

TEST_CASE("No round takes place while nothing is suspect", "[podgc]") {
  Rig rig;
  rig.add_node("n1");
  rig.add_pod("web", "n1");
  rig.world.settle();
  const int before = rig.world.reconciles;
  rig.world.advance(1h);
  CHECK(rig.world.reconciles == before);
}

}  // namespace podium::controllers
