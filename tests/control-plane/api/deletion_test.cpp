// Deletion: grace, finalizers, propagation, preconditions, and the end of namespaces.
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/control-plane/support/objects.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

DeleteOptions with(Propagation propagation) {
  DeleteOptions options;
  options.propagation = propagation;
  return options;
}

std::string finalizers_of(const Object& object) {
  std::string text;
  for (const Text& finalizer : object.metadata.finalizers) text += finalizer.str() + " ";
  return text;
}

}  // namespace

TEST_CASE("the last propagation policy asked for is the one that counts") {
  Ground ground;
  auto held = config_map("a");
  held->metadata.finalizers = {Text("example.com/hold")};
  ground.create(held);
  const auto ask = [&](Propagation propagation) {
    return finalizers_of(*ground.remove(ConfigMap::info(), in_default("a"), with(propagation)).object);
  };
  CHECK(ask(Propagation::kOrphan) == "example.com/hold orphan ");
  CHECK(ask(Propagation::kDefault) == "example.com/hold orphan ");
  CHECK(ask(Propagation::kForeground) == "example.com/hold foregroundDeletion ");
  CHECK(ask(Propagation::kBackground) == "example.com/hold ");
}

TEST_CASE("being deleted counts as a change of the spec, and its grace is zero") {
  Ground ground;
  ground.create(deployment("web"));
  const ApiResponse asked =
      ground.remove(Deployment::info(), in_default("web"), with(Propagation::kForeground));
  REQUIRE(asked.object);
  CHECK(asked.object->metadata.generation == 2);
  CHECK(asked.object->metadata.deletion_grace_period_seconds == 0);
}

TEST_CASE("an object that is being deleted takes no new finalizers") {
  Ground ground;
  auto held = config_map("a");
  held->metadata.finalizers = {Text("example.com/hold")};
  ground.create(held);
  const ApiResponse asked = ground.remove(ConfigMap::info(), in_default("a"));
  auto more = copy(static_cast<const ConfigMap&>(*asked.object));
  more->metadata.finalizers.push_back("example.com/more");
  CHECK(ground.update(more).status.message ==
        "ConfigMap \"a\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the "
        "object is being deleted, found new finalizers []string{\"example.com/more\"}");
}

TEST_CASE("deleting the wrong object is refused in the words of Kubernetes") {
  Ground ground;
  const ApiResponse created = ground.create(pod("p1"));
  DeleteOptions options;
  options.uid = "nope";
  const ApiStatus refused = ground.remove(Pod::info(), in_default("p1"), options).status;
  CHECK(refused.code == 409);
  CHECK(refused.message ==
        "Operation cannot be fulfilled on Pod \"p1\": the UID in the precondition (nope) does not match the "
        "UID in record (" +
            created.object->metadata.uid.str() + "). The object might have been deleted and then recreated");
  CHECK(refused.details_kind == "Pod");
  options.uid = created.object->metadata.uid;
  options.resource_version = 1;
  CHECK(ground.remove(Pod::info(), in_default("p1"), options).status.conflict());
  CHECK(ground.store.get(Pod::info(), in_default("p1")));
}

TEST_CASE("a pod killed at once is last seen with a grace of zero") {
  Ground ground;
  auto bound = pod("web");
  bound->spec.edit().node_name = "n1";
  ground.create(bound);
  DeleteOptions force;
  force.grace_period_seconds = 0;
  const ApiResponse gone = ground.remove(Pod::info(), in_default("web"), force);
  REQUIRE(gone.object);
  CHECK(gone.object->metadata.deletion_grace_period_seconds == 0);
  CHECK(gone.object->metadata.deletion_timestamp == ground.engine.now());
  CHECK(gone.object->metadata.resource_version == ground.store.revision());
}

TEST_CASE("a finished pod goes at once, whatever its grace") {
  Ground ground;
  auto bound = pod("job");
  bound->spec.edit().node_name = "n1";
  auto done = copy(static_cast<const Pod&>(*ground.create(bound).object));
  done->status.edit().phase = "Succeeded";
  REQUIRE(ground.update(done, "status").status.ok());
  ground.remove(Pod::info(), in_default("job"));
  CHECK_FALSE(ground.store.get(Pod::info(), in_default("job")));
}

TEST_CASE("a namespace goes when it has been finalized, and only then") {
  Ground ground;
  auto space = make_ref<Namespace>();
  space->metadata.name = "team";
  REQUIRE(ground.create(space).status.ok());
  const Key key{"", "team"};
  const auto marked = as<Namespace>(ground.remove(Namespace::info(), key).object);
  CHECK(marked->status.phase == "Terminating");
  CHECK(marked->spec.finalizers.size() == 1);
  CHECK_FALSE(marked->metadata.deletion_grace_period_seconds);

  auto finalized = copy(*marked);
  finalized->spec.finalizers.clear();
  CHECK(as<Namespace>(ground.update(finalized).object)->spec.finalizers.size() == 1);  // not this way
  finalized->metadata.resource_version = 0;
  REQUIRE(ground.update(finalized, "finalize").status.ok());
  CHECK_FALSE(ground.store.get(Namespace::info(), key));
}

TEST_CASE("a collection is deleted by selector, each with its own rules") {
  Ground ground;
  for (const char* name : {"a", "b", "c"}) {
    auto map = config_map(name);
    if (*name != 'c') map->metadata.labels = {{"app", "web"}};
    if (*name == 'b') map->metadata.finalizers = {Text("example.com/hold")};
    ground.create(map);
  }
  ApiRequest request;
  request.verb = Verb::kDeleteCollection;
  request.kind = &ConfigMap::info();
  request.selection.namespace_ = "default";
  request.selection.labels.match_labels = {{"app", "web"}};
  CHECK(ground.ask(request).items.size() == 2);
  CHECK_FALSE(ground.store.get(ConfigMap::info(), in_default("a")));
  CHECK(ground.store.get(ConfigMap::info(), in_default("b"))->metadata.deleting());
  CHECK_FALSE(ground.store.get(ConfigMap::info(), in_default("c"))->metadata.deleting());
}
