// What becomes of the dependents of custom objects when no controller looked.
#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/config_map.h"
#include "tests/control-plane/controllers/support/live_cluster.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

using nlohmann::json;

Ref<Generic> definition() {
  auto crd = make_ref<Generic>(*find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"));
  crd->metadata.name = "boats.ship.example.com";
  crd->body = Tree(json::parse(R"json({"spec": {
    "group": "ship.example.com", "scope": "Namespaced", "names": {"plural": "boats", "kind": "Boat"},
    "versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object"}}}]}})json"));
  return crd;
}

Ref<ConfigMap> log_of(const Object& boat) {
  Ref<ConfigMap> map = make_ref<ConfigMap>();
  map->metadata.namespace_ = "default";
  map->metadata.name = "log";
  OwnerReference owner;
  owner.api_version = "ship.example.com/v1";
  owner.kind = "Boat";
  owner.name = boat.metadata.name;
  owner.uid = boat.metadata.uid;
  map->metadata.owner_references = {owner};
  return map;
}

}  // namespace

TEST_CASE("What lost its custom owner while no controller ran goes when one runs again", "[manager]") {
  LiveCluster cluster({.catalogue = std::make_shared<custom::Catalogue>()});
  REQUIRE(cluster.ask(Verb::kCreate, definition()).status.code == 201);
  const KindInfo& kind = *cluster.options.catalogue->find_kind("ship.example.com", "v1", "Boat");
  auto boat = make_ref<Generic>(kind);
  boat->metadata.namespace_ = "default";
  boat->metadata.name = "boat";
  const ApiResponse made = cluster.ask(Verb::kCreate, boat);
  REQUIRE(made.status.code == 201);
  cluster.ask(Verb::kCreate, log_of(*made.object));
  cluster.run(5s);
  CHECK(cluster.find<ConfigMap>({"default", "log"}));
  cluster.kill_manager();
  cluster.remove(kind, {"default", "boat"});
  cluster.start_manager();
  cluster.run(30s);
  CHECK_FALSE(cluster.find<ConfigMap>({"default", "log"}));
}

}  // namespace podium
