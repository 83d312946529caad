// What becomes of custom objects in a cluster: by their owners, and with their namespace.
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/namespace.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

using nlohmann::json;

const char* const kBoats = "/apis/ship.example.com/v1/namespaces/default/boats";
const char* const kMaps = "/api/v1/namespaces/default/configmaps";

const char* const kDefinition = R"json({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
  "metadata": {"name": "boats.ship.example.com"}, "spec": {
    "group": "ship.example.com", "scope": "Namespaced", "names": {"plural": "boats", "kind": "Boat"},
    "versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]}})json";

struct Harbour {
  Harbour() {
    cluster.run_for(1s);
    REQUIRE(
        ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", kDefinition).response.code ==
        201);
  }
  testing::Answer ask(const std::string& method, const std::string& path, const std::string& body = "") {
    auto answer = std::make_shared<testing::Answer>();
    const char* type = method == "PATCH" ? "application/merge-patch+json" : "application/json";
    cluster.gateway().handle({method, path, {}, {{"content-type", type}}, body}, answer);
    return *answer;
  }
  json make(const std::string& path, const char* name, const json& metadata = json::object()) {
    json object = {{"metadata", metadata}};
    object["metadata"]["name"] = name;
    const testing::Answer answer = ask("POST", path, object.dump());
    REQUIRE(answer.response.code == 201);
    return answer.body();
  }
  bool there(const std::string& path) { return ask("GET", path).response.code == 200; }
  Cluster cluster;
};

// What belongs to `owner`.
json owned_by(const json& owner, const char* version, const char* kind) {
  return {{"ownerReferences",
           {{{"apiVersion", version},
             {"kind", kind},
             {"name", owner["metadata"]["name"]},
             {"uid", owner["metadata"]["uid"]},
             {"blockOwnerDeletion", true}}}}};
}

TEST_CASE("what a custom object owns goes with it, and so does a custom object that is owned") {
  Harbour world;
  const json boat = world.make(kBoats, "boat");
  const json map = world.make(kMaps, "log", owned_by(boat, "ship.example.com/v1", "Boat"));
  world.make(kBoats, "dinghy", owned_by(map, "v1", "ConfigMap"));
  world.cluster.run_for(5s);
  CHECK(world.there(std::string(kBoats) + "/dinghy"));
  CHECK(world.ask("DELETE", std::string(kBoats) + "/boat").response.code == 200);
  world.cluster.run_for(10s);
  CHECK_FALSE(world.there(std::string(kMaps) + "/log"));
  CHECK_FALSE(world.there(std::string(kBoats) + "/dinghy"));
}

TEST_CASE("a custom object waits for what it owns, or leaves it behind, as its deletion says") {
  Harbour world;
  const json boat = world.make(kBoats, "boat"), raft = world.make(kBoats, "raft");
  json held = owned_by(boat, "ship.example.com/v1", "Boat");
  held["finalizers"] = {"example.com/hold"};
  world.make(kMaps, "held", held);
  world.make(kMaps, "left", owned_by(raft, "ship.example.com/v1", "Boat"));
  world.ask("DELETE", std::string(kBoats) + "/boat", R"({"propagationPolicy": "Foreground"})");
  world.ask("DELETE", std::string(kBoats) + "/raft", R"({"propagationPolicy": "Orphan"})");
  world.cluster.run_for(10s);
  CHECK(world.there(std::string(kBoats) + "/boat"));
  CHECK_FALSE(world.there(std::string(kBoats) + "/raft"));
  CHECK(world.ask("GET", std::string(kMaps) + "/left").body()["metadata"].count("ownerReferences") == 0);
  world.ask("PATCH", std::string(kMaps) + "/held", R"({"metadata": {"finalizers": null}})");
  world.cluster.run_for(10s);
  CHECK_FALSE(world.there(std::string(kMaps) + "/held"));
  CHECK_FALSE(world.there(std::string(kBoats) + "/boat"));
}

TEST_CASE("a namespace takes its custom objects with it, and waits for their finalizers, which it names") {
  Harbour world;
  world.make("/api/v1/namespaces", "bay");
  const std::string boats = "/apis/ship.example.com/v1/namespaces/bay/boats";
  world.make(boats, "free");
  world.make(boats, "held", {{"finalizers", {"example.com/hold"}}});
  CHECK(world.ask("DELETE", "/api/v1/namespaces/bay").response.code == 200);
  world.cluster.run_for(10s);
  CHECK_FALSE(world.there(boats + "/free"));
  const auto bay = world.cluster.find<Namespace>({{}, "bay"});
  REQUIRE(bay);
  const auto& conditions = bay->status.conditions;
  CHECK(find_condition(conditions, "NamespaceContentRemaining")->message ==
        "Some resources are remaining: boats.ship.example.com has 1 resource instances");
  CHECK(find_condition(conditions, "NamespaceFinalizersRemaining")->message ==
        "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances");
  world.ask("PATCH", boats + "/held", R"({"metadata": {"finalizers": null}})");
  world.cluster.run_for(10s);
  CHECK_FALSE(world.cluster.find<Namespace>({{}, "bay"}));
}

}  // namespace
}  // namespace podium
