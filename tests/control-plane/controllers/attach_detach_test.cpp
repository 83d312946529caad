#include "control-plane/controllers/attach_detach.h"

#include <nlohmann/json.hpp>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/objects/object_reference.h"
#include "control-plane/objects/volume_attachment.h"
#include "control-plane/objects/volume_claims.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> attach_detach_controller(const Settings& settings);

namespace {

// Two nodes, and a volume "pv" that is bound to the claim "data"; the test plays everybody else.
struct Rig {
  explicit Rig(const char* mode = "ReadWriteOnce") {
    world.add(attach_detach_controller(Settings()));
    for (const char* name : {"n1", "n2"}) {
      Ref<Node> node = make_ref<Node>();
      node->metadata.name = name;
      world.put(node);
      set_ready(name, "True");
    }
    Ref<PersistentVolumeClaim> claim = make_ref<PersistentVolumeClaim>();
    claim->metadata.namespace_ = "default";
    claim->metadata.name = "data";
    claim->spec.edit().volume_name = "pv";
    const auto bound = world.put(claim);
    Ref<PersistentVolume> volume = make_ref<PersistentVolume>();
    volume->metadata.name = "pv";
    volume->spec.edit().access_modes = {mode};
    volume->spec.edit().claim_ref.edit() = reference_to(*bound);
    volume->spec.edit().rest =
        Tree(nlohmann::json::parse(R"({"csi": {"driver": "d", "volumeHandle": "h"}})"));
    world.put(volume);
  }
  void set_ready(const char* name, const char* ready) {
    world.edit<Node>(Key{{}, name}, [&](Node& node) {
      node.status.edit().conditions = {Condition{"Ready", ready, "", ""}};
    });
    world.settle();
  }
  void add_pod(const char* name, const char* node) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    nlohmann::json source;
    source["persistentVolumeClaim"]["claimName"] = "data";
    pod->spec.edit().volumes = {Volume{"v", Tree(source)}};
    pod->spec.edit().node_name = node;
    world.put(pod);
    world.settle();
  }
  void remove_pod(const char* name) {
    world.erase(Pod::info(), Key{"default", name});
    world.settle();
  }
  // "n1 n2*": where the volume is; * where it is yet to come.
  std::string places() const {
    std::string all;
    for (const char* node : {"n1", "n2"}) {
      const ObjectRef found = world.find(attachment_kind(), Key{{}, attachment_name("pv", node)});
      if (found) all += (all.empty() ? "" : " ") + std::string(node) + (is_attached(*found) ? "" : "*");
    }
    return all;
  }
  bool told(const std::string& event) const {
    return std::find(world.events.begin(), world.events.end(), event) != world.events.end();
  }
  SmallWorld world;
};

}  // namespace

TEST_CASE("A volume comes to the node of the pod that uses it, and leaves with the last one", "[volumes]") {
  Rig rig;
  rig.add_pod("a", "n1");
  CHECK(rig.places() == "n1*");
  rig.world.advance(AttachDetachOptions{}.attach);
  CHECK(rig.places() == "n1");
  CHECK(rig.told("Normal SuccessfulAttachVolume AttachVolume.Attach succeeded for volume \"pv\" "));
  rig.add_pod("b", "n1");
  rig.remove_pod("a");
  CHECK(rig.places() == "n1");
  rig.remove_pod("b");
  CHECK(rig.places() == "");
}

TEST_CASE("A volume for one node goes to the next when it has left the one before", "[volumes]") {
  Rig rig;
  rig.add_pod("a", "n1");
  rig.world.advance(AttachDetachOptions{}.attach);
  rig.add_pod("b", "n2");
  CHECK(rig.places() == "n1");
  CHECK(
      rig.told("Warning FailedAttachVolume Multi-Attach error for volume \"pv\" Volume is already used by "
               "pod(s) a"));
  rig.remove_pod("a");
  rig.world.advance(AttachDetachOptions{}.attach);
  CHECK(rig.places() == "n2");
}

TEST_CASE("A volume that many nodes may have is at all of them", "[volumes]") {
  Rig rig("ReadWriteMany");
  rig.add_pod("a", "n1");
  rig.add_pod("b", "n2");
  rig.world.advance(AttachDetachOptions{}.attach);
  CHECK(rig.places() == "n1 n2");
}

TEST_CASE("A silent node keeps its volumes for six minutes, unless it is out of service", "[volumes]") {
  Rig rig;
  rig.add_pod("a", "n1");
  rig.world.advance(AttachDetachOptions{}.attach);
  rig.set_ready("n1", "Unknown");
  rig.remove_pod("a");  // by force
  rig.add_pod("b", "n2");
  CHECK(
      rig.told("Warning FailedAttachVolume Multi-Attach error for volume \"pv\" Volume is already "
               "exclusively attached to one node and can't be attached to another"));
  SECTION("the time passes") {
    rig.world.advance(6min - 1s);
    CHECK(rig.places() == "n1");
    rig.world.advance(1s + AttachDetachOptions{}.attach);
    CHECK(rig.places() == "n2");
  }
  SECTION("the node is fenced off") {
    rig.world.edit<Node>(Key{{}, "n1"}, [](Node& node) {
      Taint taint;
      taint.key = kOutOfServiceTaint;
      taint.effect = "NoExecute";
      node.spec.edit().taints = {taint};
    });
    rig.world.settle();
    rig.world.advance(AttachDetachOptions{}.attach);
    CHECK(rig.places() == "n2");
  }
}

}  // namespace podium::controllers
