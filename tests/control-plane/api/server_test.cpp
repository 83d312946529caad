// What the server adds, watches, and keeps over a restart.
#include "tests/control-plane/support/server.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/objects/kinds/service_account.h"
#include "tests/control-plane/support/objects.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

Ref<Service> service(const char* name, const char* address) {
  auto service = make_ref<Service>();
  service->metadata.name = name;
  service->metadata.namespace_ = "default";
  ServicePort port;
  port.port = 80;
  service->spec.edit().ports = {port};
  service->spec.edit().cluster_ip = address;
  return service;
}

ApiRequest watch_of_maps() {
  ApiRequest request;
  request.verb = Verb::kWatch;
  request.kind = &ConfigMap::info();
  return request;
}

}  // namespace

TEST_CASE("a cluster begins with four namespaces, their accounts and the kubernetes service") {
  Ground ground;
  CHECK(ground.store.size(Namespace::info()) == 4);
  CHECK(ground.store.get(ServiceAccount::info(), Key{"kube-system", "default"}));
  const auto kubernetes = as<Service>(ground.store.get(Service::info(), in_default("kubernetes")));
  REQUIRE(kubernetes);
  CHECK(kubernetes->spec->cluster_ip == "10.96.0.1");
  const std::uint64_t revision = ground.store.revision();
  ground.server->bootstrap();
  CHECK(ground.store.revision() == revision);
}

TEST_CASE("a pod needs its service account, but a new namespace gets a moment to have one") {
  Ground ground;
  auto stranger = pod("web");
  stranger->spec.edit().service_account_name = "robot";
  CHECK(ground.create(stranger).status.message ==
        "pods \"web\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" "
        "not found");
  auto space = make_ref<Namespace>();
  space->metadata.name = "team";
  ground.create(space);
  auto early = pod("early"), late = pod("late");
  early->metadata.namespace_ = late->metadata.namespace_ = "team";
  CHECK(ground.create(early).status.ok());
  ground.engine.run_for(2s);
  CHECK(ground.create(late).status.code == 403);
}

TEST_CASE("a new object's status is the server's, but a node brings its own") {
  Ground ground;
  auto finished = pod("web");
  finished->status.edit().phase = "Succeeded";
  CHECK(as<Pod>(ground.create(finished).object)->status->phase == "Pending");
  auto node = make_ref<Node>();
  node->metadata.name = "n1";
  node->status.edit().capacity = {{"pods", Quantity::of(110)}};
  const auto stored = as<Node>(ground.create(node).object);
  CHECK(stored->status->capacity.size() == 1);
  REQUIRE(stored->spec->taints.size() == 1);
  CHECK(stored->spec->taints[0].key == "node.kubernetes.io/not-ready");
}

TEST_CASE("a dry run answers as the real one would, and changes nothing") {
  Ground ground;
  const std::uint64_t revision = ground.store.revision();
  ApiRequest request;
  request.verb = Verb::kCreate;
  request.kind = &Service::info();
  request.object = service("web", "");
  request.dry_run = true;
  const ApiResponse response = ground.ask(request);
  CHECK(response.status.code == 201);
  CHECK_FALSE(as<Service>(response.object)->spec->cluster_ip.empty());
  CHECK(ground.store.revision() == revision);
}

TEST_CASE("a restarted server knows which service addresses are taken") {
  Ground ground;
  REQUIRE(ground.create(service("a", "10.96.7.7")).status.ok());
  ground.stop_server();
  ground.start_server();
  CHECK(
      ground.create(service("b", "10.96.7.7")).status.message.ends_with("provided IP is already allocated"));
}

TEST_CASE("a watch shows the present state, says when it is complete, and goes on") {
  Ground ground;
  for (const char* name : {"b", "a"}) ground.create(config_map(name));
  std::string seen;
  ApiStatus refused;
  const auto id = ground.server->watch(
      watch_of_maps(),
      [&](const WatchEvent& event) {
        seen += event.object ? event.object->metadata.name.str() : "";
        seen += event.synced ? "| " : event.initial ? "! " : " ";
      },
      refused);
  REQUIRE(id != 0);
  ground.create(config_map("c"));
  ground.server->stop_watch(id);
  ground.create(config_map("d"));
  CHECK(seen == "a! b! | c ");
}

TEST_CASE("watches that cannot be served are refused in the words of Kubernetes") {
  Ground ground;
  ground.create(config_map("a"));
  const auto refusal = [&](const ApiRequest& request) {
    ApiStatus refused;
    CHECK(ground.server->watch(
              request, [](const WatchEvent&) {}, refused) == 0);
    return refused;
  };
  ApiRequest unknown = watch_of_maps();
  unknown.selection.fields = {{"spec.foo", "x", true}};
  CHECK(refusal(unknown).message == "field label not supported: spec.foo");
  ApiRequest ahead = watch_of_maps();
  ahead.resource_version = 99999999;
  CHECK(refusal(ahead).message ==
        "Timeout: Too large resource version: 99999999, current: " + std::to_string(ground.store.revision()));
  ground.store.compact(ground.store.revision());
  ApiRequest old = watch_of_maps();
  old.resource_version = 1;
  CHECK(refusal(old).code == 410);
  CHECK(refusal(old).message ==
        "too old resource version: 1 (" + std::to_string(ground.store.revision()) + ")");
}

TEST_CASE("a list that went on too late is refused, with a token to go on without consistency") {
  Ground ground;
  for (const char* name : {"a", "b", "c"}) ground.create(config_map(name));
  ApiRequest request;
  request.verb = Verb::kList;
  request.kind = &ConfigMap::info();
  request.limit = 1;
  request.continue_token = ground.ask(request).continue_token;
  ground.create(config_map("b2"));
  ground.store.compact(ground.store.revision());
  const ApiResponse expired = ground.ask(request);
  CHECK(expired.status.code == 410);
  CHECK(expired.status.reason == "Expired");
  CHECK(expired.status.message ==
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        "list without the continue parameter.");
  request.limit = 0;
  request.continue_token = expired.continue_token;
  CHECK(ground.ask(request).items.size() == 3);
}

TEST_CASE("a binding may be posted by itself; a gated or leaving pod takes none") {
  Ground ground;
  const auto bind = [&](const char* name, const Text& uid = {}) {
    auto binding = make_ref<Binding>();
    binding->metadata.namespace_ = "default";
    binding->metadata.name = name;
    binding->metadata.uid = uid;
    binding->target.name = "n1";
    ApiRequest request;
    request.verb = Verb::kCreate;
    request.kind = &Binding::info();
    request.object = binding;
    return ground.ask(request).status;
  };
  auto gated = pod("gated"), leaving = pod("leaving");
  gated->spec.edit().scheduling_gates = {SchedulingGate{"example.com/wait"}};
  leaving->metadata.finalizers = {Text("example.com/hold")};
  ground.create(gated);
  ground.create(leaving);
  ground.remove(Pod::info(), in_default("leaving"));
  const std::string refused = "Operation cannot be fulfilled on pods/binding ";
  CHECK(bind("gated").message == refused + "\"gated\": pod gated has non-empty .spec.schedulingGates");
  CHECK(bind("leaving").message ==
        refused + "\"leaving\": pod leaving is being deleted, cannot be assigned to a host");
  const ApiResponse free = ground.create(pod("free"));
  CHECK(bind("free", "another")
            .message.ends_with("Precondition failed: UID in precondition: another, UID in "
                               "object meta: " +
                               free.object->metadata.uid.str()));
  CHECK(bind("free", free.object->metadata.uid).code == 201);
  CHECK(as<Pod>(ground.store.get(Pod::info(), in_default("free")))->spec->node_name == "n1");
  CHECK(bind("nobody").not_found());
}
