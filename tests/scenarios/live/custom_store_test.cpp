// Custom kinds and their objects in a durable store, and the next life of the cluster.
#include <sstream>

#include "scenarios/cluster/cluster.h"
#include "scenarios/live/storage.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/temporary_folder.h"

using namespace podium;
using nlohmann::json;

namespace {

using Folder = podium::testing::TemporaryFolder;

// One life of a cluster over the folder's SQLite file.
struct Life {
  Life(const Folder& folder, std::uint64_t seed)
      : storage(live::Storage::open({.text = "sqlite:" + folder.file("cluster.db"), .etcd_tls = {}}, log)
                    .value()),
        cluster(options(*storage, seed)) {
    cluster.run_for(1s);
  }
  static ClusterOptions options(live::Storage& storage, std::uint64_t seed) {
    ClusterOptions options;
    options.seed = seed;
    options.start = std::max(options.start, storage.newest() + 1s);
    options.durability = &storage.durability();
    options.api.catalogue = storage.catalogue();
    return options;
  }
  testing::Answer ask(const std::string& method, const std::string& path, const std::string& body = "") {
    auto answer = std::make_shared<testing::Answer>();
    cluster.gateway().handle({method, path, {}, {{"content-type", "application/json"}}, body}, answer);
    for (int i = 0; answer->response.code == 0 && i < 100'000; ++i) storage->run();  // until it is kept
    return *answer;
  }
  std::ostringstream log;
  std::unique_ptr<live::Storage> storage;
  Cluster cluster;
};

// The plural sorts before that of definitions, in a group that sorts before theirs.
json definition() {
  return json::parse(R"json({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
  "metadata": {"name": "boats.a.example.com"}, "spec": {
    "group": "a.example.com", "scope": "Namespaced", "names": {"plural": "boats", "kind": "Boat"},
    "versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object", "properties": {
        "spec": {"type": "object", "properties": {"oars": {"type": "integer", "default": 2}}}}}}}]}})json");
}

const char* const kBoats = "/apis/a.example.com/v1/namespaces/default/boats";

}  // namespace

TEST_CASE("definitions and their objects are there in the next life, whatever comes first in the store") {
  const Folder folder;
  std::string uid, revision;
  {
    Life life(folder, 1);
    REQUIRE(life.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition().dump())
                .response.code == 201);
    const json boat = {{"metadata", {{"name", "a"}}}, {"spec", json::object()}};
    const testing::Answer made = life.ask("POST", kBoats, boat.dump());
    REQUIRE(made.response.code == 201);
    uid = made.body()["metadata"]["uid"];
    revision = made.body()["metadata"]["resourceVersion"];
  }
  Life life(folder, 2);
  CHECK(life.log.str().empty());
  const json there = life.ask("GET", std::string(kBoats) + "/a").body();
  CHECK(there["metadata"]["uid"] == uid);
  CHECK(there["metadata"]["resourceVersion"] == revision);
  CHECK(there["spec"]["oars"] == 2);
  CHECK(life.ask("GET", "/apis/a.example.com/v1").response.code == 200);
  CHECK(life.ask("DELETE", std::string(kBoats) + "/a").response.code == 200);
}
