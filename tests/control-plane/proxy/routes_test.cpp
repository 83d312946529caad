#include "control-plane/proxy/routes.h"

#include "tests/support/catch.h"

using namespace podium;

namespace {

Ref<Service> service(const char* policy = "Cluster") {
  auto s = make_ref<Service>();
  s->metadata.namespace_ = "default";
  s->metadata.name = "web";
  ServicePort port;
  port.name = "http";
  port.protocol = "TCP";
  port.port = 80;
  ServiceSpec& spec = s->spec.edit();
  spec.ports = {port};
  spec.cluster_ip = "10.96.0.7";
  spec.type_ = "ClusterIP";
  spec.internal_traffic_policy = policy;
  return s;
}

Endpoint endpoint(const char* address, const char* node, bool ready, bool serving, bool terminating) {
  Endpoint e;
  e.addresses = {Text(address)};
  e.node_name = node;
  e.conditions = {ready, serving, terminating};
  return e;
}

std::vector<Ref<const EndpointSlice>> slice(std::vector<Endpoint> endpoints) {
  auto s = make_ref<EndpointSlice>();
  EndpointPort port;
  port.name = "http";
  port.protocol = "TCP";
  port.port = 8080;
  s->ports = {port};
  s->endpoints = List<Endpoint>(std::move(endpoints));
  return {s};
}

}  // namespace

TEST_CASE("connections go to the ready endpoints") {
  const auto routes = routes_for(
      *service(),
      slice({endpoint("10.0.0.1", "a", true, true, false), endpoint("10.0.0.2", "b", false, false, false)}),
      "a");
  REQUIRE(routes.size() == 1);
  CHECK(routes[0].address == "10.96.0.7");
  CHECK(routes[0].port == 80);
  CHECK(routes[0].name == "default/web:http");
  CHECK(routes[0].backends == std::vector<Backend>{{"10.0.0.1", 8080}});
}

TEST_CASE("if none is ready, those that still serve while terminating are used") {
  const auto routes = routes_for(
      *service(),
      slice({endpoint("10.0.0.1", "a", false, true, true), endpoint("10.0.0.2", "b", false, false, true)}),
      "a");
  CHECK(routes[0].backends == std::vector<Backend>{{"10.0.0.1", 8080}});
}

TEST_CASE("a service without endpoints refuses") {
  const auto routes = routes_for(*service(), {}, "a");
  CHECK(routes[0].backends.empty());
  CHECK_FALSE(routes[0].drop);
}

TEST_CASE("a Local policy hides endpoints of other nodes: packets are dropped") {
  const auto slices = slice({endpoint("10.0.0.1", "b", true, true, false)});
  CHECK(routes_for(*service("Local"), slices, "a")[0].drop);
  CHECK(routes_for(*service("Local"), slices, "b")[0].backends.size() == 1);
}

TEST_CASE("a node port has a route on every address of the node") {
  auto s = service();
  s->spec.edit().type_ = "NodePort";
  s->spec.edit().ports.edit()[0].node_port = 30080;
  const auto routes = routes_for(*s, slice({endpoint("10.0.0.1", "a", true, true, false)}), "a");
  REQUIRE(routes.size() == 2);
  CHECK(routes[1].address.empty());
  CHECK(routes[1].port == 30080);
}

TEST_CASE("headless and external services have no routes") {
  auto headless = service();
  headless->spec.edit().cluster_ip = "None";
  CHECK(routes_for(*headless, {}, "a").empty());
  auto external = service();
  external->spec.edit().type_ = "ExternalName";
  CHECK(routes_for(*external, {}, "a").empty());
}
