#include "control-plane/controllers/endpoint_slice.h"

#include <algorithm>

#include "control-plane/controllers/endpoints/packing.h"
#include "control-plane/objects/kinds/node.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> endpoint_slice_controller(const Settings& settings);

namespace {

const Key kWeb{"default", "web"};

Ref<Service> service() {
  Ref<Service> s = make_ref<Service>();
  s->metadata.namespace_ = "default";
  s->metadata.name = "web";
  ServiceSpec& spec = s->spec.edit();
  spec.selector.set("app", "web");
  ServicePort port;
  port.name = "http";
  port.port = 80;
  port.target_port = 8080;
  spec.ports = {port};
  return s;
}

Ref<Pod> pod(const std::string& name, bool ready = true) {
  Ref<Pod> p = make_ref<Pod>();
  p->metadata.namespace_ = "default";
  p->metadata.name = name;
  p->metadata.labels.set("app", "web");
  p->spec.edit().node_name = "n1";
  PodStatus& status = p->status.edit();
  status.phase = "Running";
  status.pod_ip = "10.0.0." + name;
  Condition condition;
  condition.type_ = "Ready";
  condition.status = ready ? "True" : "False";
  condition.last_transition_time = TimePoint{1s};
  status.conditions = {condition};
  return p;
}

void set_ready(SmallWorld& world, const std::string& name, bool ready) {
  world.edit<Pod>(Key{"default", name}, [ready](Pod& p) {
    p.status.edit().conditions.edit()[0].status = ready ? "True" : "False";
  });
}

std::vector<Ref<const EndpointSlice>> slices(const SmallWorld& world) {
  std::vector<Ref<const EndpointSlice>> found;
  world.each<EndpointSlice>([&](const Ref<const EndpointSlice>& slice) { found.push_back(slice); });
  return found;
}

std::vector<std::size_t> sizes(const SmallWorld& world) {
  std::vector<std::size_t> found;
  for (const auto& slice : slices(world)) found.push_back(slice->endpoints.size());
  std::sort(found.rbegin(), found.rend());
  return found;
}

struct Rig {
  explicit Rig(std::size_t max = 100) {
    Settings settings;
    EndpointSliceOptions options;
    options.max_per_slice = max;
    settings.set(options);
    world.add(endpoint_slice_controller(settings));
  }
  SmallWorld world;
};

}  // namespace

TEST_CASE("A Service without pods has one empty slice", "[endpointslice]") {
  Rig rig;
  rig.world.put(service());
  rig.world.settle();
  REQUIRE(slices(rig.world).size() == 1);
  const EndpointSlice& slice = *slices(rig.world)[0];
  CHECK(slice.endpoints.empty());
  CHECK(slice.address_type == "IPv4");
  CHECK(slice.metadata.labels.get(kServiceNameLabel) == "web");
  CHECK(slice.metadata.labels.get(kManagedByLabel) == kManager);
  CHECK(slice.metadata.controller()->kind == "Service");
}

TEST_CASE("An endpoint tells whether its pod is ready, serving and terminating", "[endpointslice]") {
  Rig rig;
  Ref<Node> node = make_ref<Node>();
  node->metadata.name = "n1";
  node->metadata.labels.set("topology.kubernetes.io/zone", "eu-1");
  rig.world.put(node);
  rig.world.put(service());
  rig.world.put(pod("1"));
  rig.world.settle();
  const auto endpoint = [&] { return slices(rig.world).at(0)->endpoints[0]; };
  REQUIRE(slices(rig.world).size() == 1);  // the empty one was filled
  CHECK(endpoint().addresses[0] == "10.0.0.1");
  CHECK(endpoint().node_name == "n1");
  CHECK(endpoint().zone == "eu-1");
  CHECK(endpoint().target_ref->name == "1");
  CHECK(endpoint().conditions == EndpointConditions{true, true, false});
  CHECK(slices(rig.world)[0]->ports[0].port == 8080);

  set_ready(rig.world, "1", false);
  rig.world.settle();
  CHECK(endpoint().conditions == EndpointConditions{false, false, false});

  // Scenario S01: a pod that is being deleted is not ready, but still serves.
  set_ready(rig.world, "1", true);
  rig.world.edit<Pod>(Key{"default", "1"}, [](Pod& p) { p.metadata.deletion_timestamp = TimePoint{1s}; });
  rig.world.settle();
  CHECK(endpoint().conditions == EndpointConditions{false, true, true});

  rig.world.edit<Pod>(Key{"default", "1"}, [](Pod& p) { p.status.edit().phase = "Succeeded"; });
  rig.world.settle();
  REQUIRE(slices(rig.world).size() == 1);
  CHECK(slices(rig.world)[0]->endpoints.empty());
}

TEST_CASE("Endpoints change in place, fill changed slices, then the fullest with room, then new ones",
          "[endpointslice]") {
  Rig rig(3);
  rig.world.put(service());
  for (int i = 1; i <= 7; ++i) rig.world.put(pod(std::to_string(i)));
  rig.world.settle();
  CHECK(sizes(rig.world) == std::vector<std::size_t>{3, 3, 1});
  // One more goes into the one with room, and only that one is written.
  rig.world.log.clear();
  rig.world.put(pod("8"));
  rig.world.settle();
  CHECK(sizes(rig.world) == std::vector<std::size_t>{3, 3, 2});
  CHECK(rig.world.log.size() == 1);
  // A replaced pod takes the place that the old one left, though another slice has room.
  rig.world.log.clear();
  rig.world.erase(Pod::info(), Key{"default", "1"});
  rig.world.put(pod("9"));
  rig.world.settle();
  CHECK(sizes(rig.world) == std::vector<std::size_t>{3, 3, 2});
  CHECK(rig.world.log.size() == 1);
  // Two more: the third slice has room for one only, so a new slice takes both.
  rig.world.put(pod("10"));
  rig.world.put(pod("11"));
  rig.world.settle();
  CHECK(sizes(rig.world) == std::vector<std::size_t>{3, 3, 2, 2});
}

TEST_CASE("Pods whose named port differs are in slices of their own", "[endpointslice]") {
  Rig rig;
  Ref<Service> named = service();
  named->spec.edit().ports.edit()[0].target_port = "web";
  rig.world.put(named);
  const auto with_port = [](const char* name, int number) {
    Ref<Pod> p = pod(name);
    ContainerPort port;
    port.name = "web";
    port.container_port = number;
    Container container;
    container.ports = {port};
    p->spec.edit().containers = {container};
    return p;
  };
  rig.world.put(with_port("1", 8080));
  rig.world.put(with_port("2", 9090));
  rig.world.put(with_port("3", 8080));
  rig.world.settle();
  CHECK(sizes(rig.world).size() == 2);
  for (const auto& slice : slices(rig.world)) {
    CHECK(slice->endpoints.size() == (slice->ports[0].port == 8080 ? 2u : 1u));
  }
}

TEST_CASE("A changed selector, port or label reaches every slice", "[endpointslice]") {
  Rig rig;
  rig.world.put(service());
  rig.world.put(pod("1"));
  Ref<Pod> other = pod("2");
  other->metadata.labels.set("app", "api");
  rig.world.put(other);
  rig.world.settle();
  CHECK(slices(rig.world)[0]->endpoints[0].target_ref->name == "1");
  rig.world.edit<Service>(kWeb, [](Service& s) { s.spec.edit().selector.set("app", "api"); });
  rig.world.settle();
  REQUIRE(sizes(rig.world) == std::vector<std::size_t>{1});
  CHECK(slices(rig.world)[0]->endpoints[0].target_ref->name == "2");
  rig.world.edit<Service>(kWeb, [](Service& s) { s.spec.edit().ports.edit()[0].target_port = 9090; });
  rig.world.settle();
  CHECK(slices(rig.world).at(0)->ports[0].port == 9090);
  rig.world.edit<Service>(kWeb, [](Service& s) { s.metadata.labels.set("team", "blue"); });
  rig.world.settle();
  CHECK(slices(rig.world).at(0)->metadata.labels.get("team") == "blue");
}

TEST_CASE("A pod that becomes ready costs one slice, not all of them", "[endpointslice]") {
  Rig rig(10);
  rig.world.put(service());
  for (int i = 0; i < 100; ++i) rig.world.put(pod(std::to_string(i), false));
  rig.world.settle();
  REQUIRE(slices(rig.world).size() == 10);
  rig.world.log.clear();
  set_ready(rig.world, "57", true);
  rig.world.settle();
  CHECK(rig.world.log.size() == 1);
}

TEST_CASE("A pod listed twice is taken out of one slice", "[endpointslice]") {
  // As after a creation whose answer was lost and that was repeated.
  Rig rig;
  rig.world.put(service());
  rig.world.put(pod("1"));
  rig.world.settle();
  Ref<EndpointSlice> twin = copy(*slices(rig.world)[0]);
  twin->metadata.name = "twin";
  rig.world.put(twin);
  rig.world.settle();
  CHECK(sizes(rig.world) == std::vector<std::size_t>{1});
}

}  // namespace podium::controllers
