#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/service_account.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> namespace_controller(const Settings& settings);
std::unique_ptr<Controller> service_account_controller(const Settings& settings);
std::unique_ptr<Controller> root_ca_controller(const Settings& settings);

namespace {

const Key kSpace{{}, "shop"};

void add_namespace(SmallWorld& world) {
  Ref<Namespace> space = make_ref<Namespace>();
  space->metadata.name = "shop";
  space->spec.finalizers = {"kubernetes"};
  world.put(space);
  world.settle();
}

void mark_deleted(SmallWorld& world) {
  world.edit<Namespace>(kSpace, [&](Namespace& space) {
    space.metadata.deletion_timestamp = world.now();
    space.status.phase = "Terminating";
  });
}

template <class T>
void add(SmallWorld& world, const char* name) {
  Ref<T> object = make_ref<T>();
  object->metadata.namespace_ = "shop";
  object->metadata.name = name;
  world.put(object);
}

}  // namespace

TEST_CASE("A namespace gets its service account and the root certificate, and keeps them", "[namespace]") {
  SmallWorld world;
  world.add(service_account_controller(Settings()));
  world.add(root_ca_controller(Settings()));
  add_namespace(world);
  const Key account{"shop", "default"}, root{"shop", "kube-root-ca.crt"};
  CHECK(world.find<ServiceAccount>(account));
  CHECK(world.find<ConfigMap>(root)->data.contains("ca.crt"));
  world.erase(ServiceAccount::info(), account);
  world.edit<ConfigMap>(root, [](ConfigMap& map) { map.data.set("ca.crt", "forged"); });
  world.settle();
  CHECK(world.find<ServiceAccount>(account));
  CHECK(world.find<ConfigMap>(root)->data.get("ca.crt").empty());
}

TEST_CASE("Deleting a namespace deletes its pods, then the rest, then itself", "[namespace]") {
  SmallWorld world;
  world.add(namespace_controller(Settings()));
  add_namespace(world);
  add<Pod>(world, "web");
  world.edit<Pod>(Key{"shop", "web"}, [&](Pod& pod) { pod.metadata.deletion_timestamp = world.now(); });
  add<ConfigMap>(world, "settings");
  mark_deleted(world);
  world.advance(5s);
  CHECK(world.find<ConfigMap>(Key{"shop", "settings"}));  // a pod is still there
  const Condition* remaining =
      find_condition(world.find<Namespace>(kSpace)->status.conditions, "NamespaceContentRemaining");
  REQUIRE(remaining != nullptr);
  CHECK(remaining->message == "Some resources are remaining: pods. has 1 resource instances");
  world.erase(Pod::info(), Key{"shop", "web"});
  world.advance(1s);
  CHECK_FALSE(world.find<ConfigMap>(Key{"shop", "settings"}));
  CHECK_FALSE(world.find<Namespace>(kSpace));
}

TEST_CASE("A namespace that is not being deleted is left alone", "[namespace]") {
  SmallWorld world;
  world.add(namespace_controller(Settings()));
  add_namespace(world);
  add<ConfigMap>(world, "settings");
  world.advance(1min);
  CHECK(world.log.empty());
}

}  // namespace podium::controllers
