#include "control-plane/controllers/endpoints.h"

#include "control-plane/controllers/endpoints/packing.h"
#include "control-plane/objects/kinds/endpoints.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> endpoints_controller(const Settings& settings);

namespace {

const Key kWeb{"default", "web"};

Endpoint endpoint(const std::string& ip, bool ready, bool terminating = false) {
  Endpoint e;
  e.addresses = {ip};
  e.conditions = EndpointConditions{ready, ready || terminating, terminating};
  return e;
}

Ref<EndpointSlice> slice(const char* name, std::vector<Endpoint> endpoints) {
  Ref<EndpointSlice> s = make_ref<EndpointSlice>();
  s->metadata.namespace_ = "default";
  s->metadata.name = name;
  s->metadata.labels.set(kServiceNameLabel, "web");
  EndpointPort port;
  port.name = "http";
  port.port = 8080;
  s->ports = {port};
  s->endpoints = std::move(endpoints);
  return s;
}

struct Rig {
  explicit Rig(EndpointsOptions options = {}) {
    Settings settings;
    settings.set(options);
    world.add(endpoints_controller(settings));
    Ref<Service> service = make_ref<Service>();
    service->metadata.namespace_ = "default";
    service->metadata.name = "web";
    service->spec.edit().selector.set("app", "web");
    world.put(service);
    world.settle();
  }
  const Endpoints& endpoints() const { return *world.find<Endpoints>(kWeb); }
  SmallWorld world;
};

}  // namespace

TEST_CASE("Endpoints show ready and unready addresses of all slices, but none that ends", "[endpoints]") {
  Rig rig;
  CHECK(rig.endpoints().subsets.empty());
  rig.world.put(slice("a", {endpoint("10.0.0.2", true), endpoint("10.0.0.3", false)}));
  rig.world.put(slice("b", {endpoint("10.0.0.1", true), endpoint("10.0.0.4", false, true)}));
  rig.world.settle();
  REQUIRE(rig.endpoints().subsets.size() == 1);
  const EndpointSubset& subset = rig.endpoints().subsets[0];
  REQUIRE(subset.addresses.size() == 2);
  CHECK(subset.addresses[0].ip == "10.0.0.1");
  REQUIRE(subset.not_ready_addresses.size() == 1);
  CHECK(subset.ports[0].port == 8080);
}

TEST_CASE("Beyond the capacity addresses are cut off, unready ones first", "[endpoints]") {
  EndpointsOptions options;
  options.capacity = 2;
  Rig rig(options);
  rig.world.put(slice("a", {endpoint("1", false), endpoint("2", true), endpoint("3", true)}));
  rig.world.settle();
  CHECK(rig.endpoints().subsets[0].addresses.size() == 2);
  CHECK(rig.endpoints().subsets[0].not_ready_addresses.empty());
  CHECK(rig.endpoints().metadata.annotations.get("endpoints.kubernetes.io/over-capacity") == "truncated");
}

TEST_CASE("Endpoints go with their Service", "[endpoints]") {
  Rig rig;
  rig.world.erase(Service::info(), kWeb);
  rig.world.settle();
  CHECK_FALSE(rig.world.find<Endpoints>(kWeb));
}

}  // namespace podium::controllers
