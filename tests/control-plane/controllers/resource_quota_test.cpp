#include "control-plane/objects/kinds/resource_quota.h"

#include "control-plane/objects/kinds/config_map.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> resource_quota_controller(const Settings& settings);

namespace {

struct Rig {
  Rig() { world.add(resource_quota_controller({})); }

  void add_pod(const char* name, int cpu_milli) {
    const auto pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    Container container;
    container.name = "c";
    container.resources.requests = {{"cpu", Quantity::milli(cpu_milli)}};
    pod->spec.edit().containers = {container};
    pod->status.edit().phase = "Running";
    world.put(pod);
  }
  void add_quota(ResourceList hard) {
    const auto quota = make_ref<ResourceQuota>();
    quota->metadata.namespace_ = "default";
    quota->metadata.name = "q";
    quota->spec.edit().hard = std::move(hard);
    world.put(quota);
    world.settle();
  }
  std::string used(const char* resource) {
    world.settle();
    const auto quota = world.find<ResourceQuota>(Key{"default", "q"});
    const Quantity* amount = quota->status.value().used.find(resource);
    return amount == nullptr ? "none" : amount->str();
  }

  SmallWorld world;
};

}  // namespace

TEST_CASE("a new quota counts what is there, and what is gone is given back", "[quota]") {
  Rig rig;
  rig.add_pod("a", 250);
  rig.add_pod("b", 250);
  rig.add_quota({{"pods", Quantity::of(5)}, {"requests.cpu", Quantity::of(2)}});
  CHECK(rig.used("pods") == "2");
  CHECK(rig.used("requests.cpu") == "500m");
  rig.world.erase(Pod::info(), Key{"default", "a"});
  CHECK(rig.used("pods") == "1");
  CHECK(rig.used("requests.cpu") == "250m");
}

TEST_CASE("a pod that has ended uses nothing any more", "[quota]") {
  Rig rig;
  rig.add_pod("a", 250);
  rig.add_quota({{"pods", Quantity::of(5)}});
  rig.world.edit<Pod>(Key{"default", "a"}, [](Pod& pod) { pod.status.edit().phase = "Succeeded"; });
  CHECK(rig.used("pods") == "0");
}

TEST_CASE("objects of any kind can be counted", "[quota]") {
  Rig rig;
  const auto map = make_ref<ConfigMap>();
  map->metadata.namespace_ = "default";
  map->metadata.name = "m";
  rig.world.put(map);
  rig.add_quota({{"count/configmaps", Quantity::of(5)}});
  CHECK(rig.used("count/configmaps") == "1");
  rig.world.erase(ConfigMap::info(), Key{"default", "m"});
  CHECK(rig.used("count/configmaps") == "0");
}

}  // namespace podium::controllers
