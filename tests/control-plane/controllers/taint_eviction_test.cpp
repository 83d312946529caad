#include "control-plane/controllers/nodes/conditions.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> taint_eviction_controller(const Settings& settings);

namespace {

const Key kPod{"default", "web"};
const Key kNode{{}, "n1"};

struct Rig {
  Rig() {
    world.add(taint_eviction_controller(Settings()));
    Ref<Node> node = make_ref<Node>();
    node->metadata.name = "n1";
    world.put(node);
  }
  void add_pod(std::vector<Toleration> tolerations) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = "web";
    pod->spec.edit().node_name = "n1";
    pod->spec.edit().tolerations = std::move(tolerations);
    pod->status.edit().phase = "Running";
    world.put(pod);
    world.settle();
  }
  void taint(std::string_view key) {
    world.edit<Node>(kNode, [&](Node& node) {
      node.spec.edit().taints = with_eviction_taint(node.spec.value().taints, key, world.now());
    });
    world.settle();
  }
  bool pod_is_there() const { return static_cast<bool>(world.find<Pod>(kPod)); }
  SmallWorld world;
};

Toleration tolerates(std::string_view key, std::optional<std::int64_t> seconds) {
  return Toleration{key, "Exists", "", "NoExecute", seconds};
}

}  // namespace

TEST_CASE("A pod without toleration goes at once", "[taint]") {
  Rig rig;
  rig.add_pod({});
  rig.taint(kUnreachableTaint);
  CHECK_FALSE(rig.pod_is_there());
  // The condition is written before the deletion.
  CHECK(rig.world.log == std::vector<std::string>{"status pod/default/web", "delete pod/default/web"});
  CHECK(rig.world.events ==
        std::vector<std::string>{"Normal TaintManagerEviction Marking for deletion Pod default/web"});
}

TEST_CASE("A pod goes when its shortest toleration has run out", "[taint]") {
  // DefaultTolerationSeconds: 300 s.
  Rig rig;
  rig.add_pod({tolerates(kUnreachableTaint, 300), tolerates(kUnreachableTaint, 400)});
  rig.world.advance(10s);
  rig.taint(kUnreachableTaint);
  rig.world.advance(299s);
  CHECK(rig.pod_is_there());
  rig.world.advance(1s);
  CHECK_FALSE(rig.pod_is_there());
}

TEST_CASE("A toleration without seconds is for ever", "[taint]") {
  Rig rig;
  rig.add_pod({tolerates("", std::nullopt)});
  rig.taint(kUnreachableTaint);
  rig.world.advance(1h);
  CHECK(rig.pod_is_there());
}

TEST_CASE("The deletion is cancelled when the taint goes, and told", "[taint]") {
  Rig rig;
  rig.add_pod({tolerates(kUnreachableTaint, 300)});
  rig.taint(kUnreachableTaint);
  rig.world.advance(200s);
  rig.taint("");
  CHECK(rig.world.events ==
        std::vector<std::string>{"Normal TaintManagerEviction Cancelling deletion of Pod default/web"});
  rig.world.advance(1h);
  CHECK(rig.pod_is_there());
}

TEST_CASE("A taint that is swapped does not start the clock anew", "[taint]") {
  Rig rig;
  rig.add_pod({tolerates(kUnreachableTaint, 300), tolerates(kNotReadyTaint, 300)});
  rig.taint(kNotReadyTaint);
  rig.world.advance(200s);
  rig.taint(kUnreachableTaint);
  rig.world.advance(101s);
  CHECK_FALSE(rig.pod_is_there());
}

}  // namespace podium::controllers
