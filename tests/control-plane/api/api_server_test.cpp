#include "control-plane/api/api_server.h"

#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using podium::testing::Ground;

namespace {

Ref<ConfigMap> config(const std::string& name, const std::string& value = "1") {
  auto map = make_ref<ConfigMap>();
  map->metadata.name = name;
  map->metadata.namespace_ = "default";
  map->data = {{"k", value}};
  return map;
}

Ref<Pod> pod(const std::string& name) {
  auto pod = make_ref<Pod>();
  pod->metadata.name = name;
  pod->metadata.namespace_ = "default";
  Container container;
  container.name = "c";
  container.image = "nginx";
  pod->spec.edit().containers = {container};
  return pod;
}

Key in_default(const char* name) { return {"default", name}; }

ApiRequest bind(const char* name, const char* node) {
  auto binding = make_ref<Binding>();
  binding->target.name = node;
  ApiRequest request;
  request.verb = Verb::kCreate;
  request.kind = &Pod::info();
  request.key = in_default(name);
  request.subresource = "binding";
  request.object = binding;
  return request;
}

}  // namespace

TEST_CASE("a created object gets uid, revision, birth, and the defaults of its kind") {
  Ground ground;
  const ApiResponse created = ground.create(pod("web"));
  REQUIRE(created.status.code == 201);
  const auto stored = as<Pod>(created.object);
  CHECK(stored->metadata.uid.size() == 36);
  CHECK(stored->metadata.resource_version == ground.store.revision());
  CHECK(stored->metadata.creation_timestamp == ground.engine.now());
  CHECK(stored->metadata.generation == 1);
  CHECK(stored->spec->restart_policy == "Always");
  CHECK(stored->spec->containers[0].image_pull_policy == "Always");
  CHECK(stored->spec->service_account_name == "default");
  CHECK(stored->spec->tolerations.size() == 2);
  CHECK(stored->status->phase == "Pending");
  CHECK(stored->status->qos_class == "BestEffort");
}

TEST_CASE("refusals are worded as Kubernetes words them") {
  Ground ground;
  CHECK(ground.create(config("a")).status.code == 201);
  const ApiStatus again = ground.create(config("a")).status;
  CHECK(again.code == 409);
  CHECK(again.reason == "AlreadyExists");
  CHECK(again.message == "configmaps \"a\" already exists");

  ApiRequest get;
  get.kind = &Deployment::info();
  get.key = in_default("nope");
  CHECK(ground.ask(get).status.message == "deployments.apps \"nope\" not found");

  auto stranger = config("b");
  stranger->metadata.namespace_ = "missing";
  CHECK(ground.create(stranger).status.message == "namespaces \"missing\" not found");

  auto bad = make_ref<Pod>();
  bad->metadata.name = "Bad_Name";
  bad->metadata.namespace_ = "default";
  const ApiStatus invalid = ground.create(bad).status;
  CHECK(invalid.code == 422);
  CHECK(
      invalid.message.starts_with("Pod \"Bad_Name\" is invalid: [metadata.name: Invalid value: \"Bad_Name\": "
                                  "a lowercase RFC 1123 subdomain"));
  CHECK(invalid.message.ends_with("spec.containers: Required value]"));
  REQUIRE(invalid.causes.size() == 2);
  CHECK(invalid.causes[1].reason == "FieldValueRequired");
  CHECK(invalid.causes[1].field == "spec.containers");
}

TEST_CASE(
    "an update with a stale revision conflicts; without one it wins; without a change nothing is written") {
  Ground ground;
  ground.create(config("a"));
  auto stale = config("a", "2");
  stale->metadata.resource_version = 1;
  CHECK(ground.update(stale).status.message ==
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your "
        "changes to the "
        "latest version and try again");
  const ApiResponse won = ground.update(config("a", "2"));
  CHECK(won.status.ok());
  const std::uint64_t revision = ground.store.revision();
  CHECK(ground.update(config("a", "2")).status.ok());
  CHECK(ground.store.revision() == revision);
}

TEST_CASE("the status is written apart from the spec, and only the spec bumps the generation") {
  Ground ground;
  auto deployment = make_ref<Deployment>();
  deployment->metadata.name = "web";
  deployment->metadata.namespace_ = "default";
  deployment->spec.edit().selector.edit().match_labels = {{"app", "web"}};
  PodTemplateSpec& pods = deployment->spec.edit().template_.edit();
  pods.metadata.edit().labels = {{"app", "web"}};
  pods.spec = pod("x")->spec;
  const auto created = as<Deployment>(ground.create(deployment).object);
  REQUIRE(created);
  auto status = copy(*created);
  status->status.edit().replicas = 3;
  status->spec.edit().replicas = 9;
  const auto after_status = as<Deployment>(ground.update(status, "status").object);
  CHECK(after_status->status->replicas == 3);
  CHECK(after_status->spec->replicas == 1);
  CHECK(after_status->metadata.generation == 1);
  auto spec = copy(*after_status);
  spec->spec.edit().replicas = 5;
  spec->status.edit().replicas = 0;
  const auto after_spec = as<Deployment>(ground.update(spec).object);
  CHECK(after_spec->spec->replicas == 5);
  CHECK(after_spec->status->replicas == 3);
  CHECK(after_spec->metadata.generation == 2);
}

TEST_CASE("generated names have five letters of an alphabet without vowels") {
  Ground ground;
  auto map = config("");
  map->metadata.generate_name = "job-";
  const ApiResponse created = ground.create(map);
  REQUIRE(created.status.code == 201);
  const std::string name = created.object->metadata.name.str();
  CHECK(name.size() == 9);
  CHECK(name.find_first_not_of("bcdfghjklmnpqrstvwxz2456789", 4) == std::string::npos);
}

TEST_CASE("an object with finalizers stays until they are gone") {
  Ground ground;
  auto map = config("a");
  map->metadata.finalizers = {Text("example.com/hold")};
  ground.create(map);
  const ApiResponse asked = ground.remove(ConfigMap::info(), in_default("a"));
  REQUIRE(asked.object);
  CHECK(asked.object->metadata.deleting());
  auto released = copy(static_cast<const ConfigMap&>(*asked.object));
  released->metadata.finalizers.clear();
  ground.update(released);
  CHECK_FALSE(ground.store.get(ConfigMap::info(), in_default("a")));
}

TEST_CASE("a pod without a node goes at once; one on a node gets its grace, which may only be shortened") {
  Ground ground;
  ground.create(pod("free"));
  ground.remove(Pod::info(), in_default("free"));
  CHECK_FALSE(ground.store.get(Pod::info(), in_default("free")));

  auto bound = pod("bound");
  bound->spec.edit().node_name = "n1";
  ground.create(bound);
  const auto first = as<Pod>(ground.remove(Pod::info(), in_default("bound")).object);
  CHECK(first->metadata.deletion_grace_period_seconds == 30);
  CHECK(first->metadata.deletion_timestamp == ground.engine.now() + 30s);
  DeleteOptions longer;
  longer.grace_period_seconds = 60;
  CHECK(as<Pod>(ground.remove(Pod::info(), in_default("bound"), longer).object)
            ->metadata.deletion_grace_period_seconds == 30);
  DeleteOptions other;
  other.uid = "another";
  CHECK(ground.remove(Pod::info(), in_default("bound"), other).status.code == 409);
  DeleteOptions force;
  force.grace_period_seconds = 0;
  ground.remove(Pod::info(), in_default("bound"), force);
  CHECK_FALSE(ground.store.get(Pod::info(), in_default("bound")));
}

TEST_CASE("foreground deletion leaves the object to the garbage collector") {
  Ground ground;
  ground.create(config("a"));
  DeleteOptions options;
  options.propagation = Propagation::kForeground;
  const ApiResponse asked = ground.remove(ConfigMap::info(), in_default("a"), options);
  REQUIRE(asked.object);
  REQUIRE(asked.object->metadata.finalizers.size() == 1);
  CHECK(asked.object->metadata.finalizers[0] == "foregroundDeletion");
}

TEST_CASE("a terminating namespace takes no new content; default cannot be deleted") {
  Ground ground;
  auto space = make_ref<Namespace>();
  space->metadata.name = "team";
  ground.create(space);
  CHECK(ground.remove(Namespace::info(), Key{"", "team"}).object->metadata.deleting());
  auto late = config("a");
  late->metadata.namespace_ = "team";
  const ApiStatus refused = ground.create(late).status;
  CHECK(refused.code == 403);
  CHECK(refused.message ==
        "configmaps \"a\" is forbidden: unable to create new content in namespace team because it is being "
        "terminated");
  CHECK(ground.remove(Namespace::info(), Key{"", "default"}).status.message ==
        "namespaces \"default\" is forbidden: this namespace may not be deleted");
}

TEST_CASE("services get an address of their own, and a taken one is refused") {
  Ground ground;
  const auto service = [](const char* name, const char* address) {
    auto s = make_ref<Service>();
    s->metadata.name = name;
    s->metadata.namespace_ = "default";
    ServicePort port;
    port.port = 80;
    s->spec.edit().ports = {port};
    s->spec.edit().cluster_ip = address;
    return s;
  };
  const auto first = as<Service>(ground.create(service("a", "")).object);
  REQUIRE(first);
  CHECK(first->spec->cluster_ip.view().starts_with("10."));
  CHECK(first->spec->ports[0].target_port.number == 80);
  const ApiStatus taken = ground.create(service("b", first->spec->cluster_ip.c_str())).status;
  CHECK(taken.code == 422);
  CHECK(taken.message.ends_with("provided IP is already allocated"));
  ground.remove(Service::info(), in_default("a"));
  CHECK(ground.create(service("b", first->spec->cluster_ip.c_str())).status.code == 201);
}

TEST_CASE("lists come in pages of one consistent snapshot") {
  Ground ground;
  for (int i = 0; i < 5; ++i) ground.create(config("m" + std::to_string(i)));
  ApiRequest request;
  request.verb = Verb::kList;
  request.kind = &ConfigMap::info();
  request.selection.namespace_ = "default";
  request.limit = 2;
  std::string names;
  for (int page = 0; page < 3; ++page) {
    const ApiResponse listed = ground.ask(request);
    REQUIRE(listed.status.ok());
    for (const ObjectRef& object : listed.items) names += object->metadata.name.str() + " ";
    if (page == 0) {
      CHECK(listed.remaining == 3);
      ground.remove(ConfigMap::info(), in_default("m3"));  // still in the snapshot
      ground.create(config("m35"));                        // not yet in it
    }
    request.continue_token = listed.continue_token;
  }
  CHECK(request.continue_token.empty());
  CHECK(names == "m0 m1 m2 m3 m4 ");
}

TEST_CASE("a pod is bound at most once") {
  Ground ground;
  ground.create(pod("web"));
  CHECK(ground.ask(bind("web", "n1")).status.code == 201);
  const auto bound = as<Pod>(ground.store.get(Pod::info(), in_default("web")));
  CHECK(bound->spec->node_name == "n1");
  CHECK(find_condition(bound->status->conditions, "PodScheduled")->is_true());
  CHECK(ground.ask(bind("web", "n2")).status.message ==
        "Operation cannot be fulfilled on pods/binding \"web\": pod web is already assigned to node \"n1\"");
}
