#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> garbage_collector_controller(const Settings& settings);

namespace {

const Key kOwner{"default", "owner"};

struct Rig {
  Rig() { world.add(garbage_collector_controller(Settings())); }
  Ref<const ReplicaSet> add_owner(const char* name = "owner") {
    Ref<ReplicaSet> rs = make_ref<ReplicaSet>();
    rs->metadata.namespace_ = "default";
    rs->metadata.name = name;
    return world.put(rs);
  }
  void add_pod(const char* name, std::vector<OwnerReference> owners) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    pod->metadata.owner_references = std::move(owners);
    world.put(pod);
    world.settle();
  }
  void remove_owner(const char* finalizer) {
    world.edit<ReplicaSet>(kOwner, [&](ReplicaSet& rs) {
      rs.metadata.deletion_timestamp = world.now();
      rs.metadata.finalizers = {finalizer};
    });
    world.settle();
  }
  Ref<const Pod> pod(const char* name) const { return world.find<Pod>(Key{"default", name}); }
  SmallWorld world;
};

OwnerReference loosely(const Object& owner) {
  OwnerReference reference = controller_reference(owner);
  reference.controller = reference.block_owner_deletion = std::nullopt;
  return reference;
}

}  // namespace

TEST_CASE("In the background, dependents go after their owner", "[gc]") {
  Rig rig;
  const auto owner = rig.add_owner();
  rig.add_pod("ruled", {controller_reference(*owner)});
  rig.add_pod("loose", {loosely(*owner)});
  rig.add_pod("free", {});
  rig.world.erase(ReplicaSet::info(), kOwner);
  rig.world.settle();
  CHECK_FALSE(rig.pod("ruled"));
  CHECK_FALSE(rig.pod("loose"));
  CHECK(rig.pod("free"));
}

TEST_CASE("A dependent with another owner loses only the dead reference", "[gc]") {
  Rig rig;
  const auto owner = rig.add_owner();
  const auto other = rig.add_owner("other");
  rig.add_pod("shared", {controller_reference(*owner), loosely(*other)});
  rig.world.erase(ReplicaSet::info(), kOwner);
  rig.world.settle();
  REQUIRE(rig.pod("shared"));
  CHECK(rig.pod("shared")->metadata.owner_references.size() == 1);
  CHECK(rig.pod("shared")->metadata.owner_references[0].uid == other->metadata.uid);
}

TEST_CASE("In the foreground, the owner waits for its dependents", "[gc]") {
  Rig rig;
  rig.world.pods_linger = true;
  const auto owner = rig.add_owner();
  rig.add_pod("web", {controller_reference(*owner)});
  rig.remove_owner("foregroundDeletion");
  REQUIRE(rig.pod("web"));
  CHECK(rig.pod("web")->metadata.deleting());
  CHECK(rig.world.find<ReplicaSet>(kOwner));
  rig.world.erase(Pod::info(), Key{"default", "web"});
  rig.world.settle();
  CHECK_FALSE(rig.world.find<ReplicaSet>(kOwner));
}

TEST_CASE("Orphans lose their reference, and live", "[gc]") {
  Rig rig;
  const auto owner = rig.add_owner();
  rig.add_pod("web", {controller_reference(*owner)});
  rig.remove_owner("orphan");
  CHECK_FALSE(rig.world.find<ReplicaSet>(kOwner));
  REQUIRE(rig.pod("web"));
  CHECK(rig.pod("web")->metadata.owner_references.empty());
}

TEST_CASE("An owner that never was counts as gone; one that has another uid too", "[gc]") {
  Rig rig;
  OwnerReference ghost = controller_reference(*rig.add_owner());
  ghost.uid = "another-uid";
  rig.add_pod("web", {ghost});
  CHECK_FALSE(rig.pod("web"));
}

TEST_CASE("Owners of kinds that are not known here are trusted", "[gc]") {
  Rig rig;
  OwnerReference custom;
  custom.api_version = "example.org/v1";
  custom.kind = "Widget";
  custom.name = "w";
  custom.uid = "w-uid";
  rig.add_pod("web", {custom});
  CHECK(rig.pod("web"));
}

}  // namespace podium::controllers
