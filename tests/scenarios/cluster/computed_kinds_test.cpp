// Kinds that nobody stores, as kubectl shows them.
#include "control-plane/codec/manifest.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

constexpr const char* kTable = "application/json;as=Table;v=v1;g=meta.k8s.io";

struct Computed {
  Computed() : cluster(options()) { cluster.run_for(40s); }
  static ClusterOptions options() {
    ClusterOptions options;
    options.metrics_server = true;
    return options;
  }
  nlohmann::json get(const std::string& path, const char* accept = "") {
    auto answer = std::make_shared<testing::Answer>();
    cluster.gateway().handle({"GET", path, {}, {{"accept", accept}}, ""}, answer);
    return answer->body();
  }
  Cluster cluster;
};

TEST_CASE("component statuses say who answers") {
  Computed world;
  const nlohmann::json table = world.get("/api/v1/componentstatuses", kTable);
  REQUIRE(table["rows"].size() == 3);
  CHECK(table["rows"][1]["cells"] == nlohmann::json{"scheduler", "Healthy", "ok", ""});
  CHECK(world.get("/api/v1/componentstatuses/etcd-0")["conditions"][0]["status"] == "True");
  CHECK(world.get("/api/v1/componentstatuses/none")["message"] == "componentstatuses \"none\" not found");
}

TEST_CASE("metrics have columns") {
  Computed world;
  const nlohmann::json table = world.get("/apis/metrics.k8s.io/v1beta1/nodes", kTable);
  CHECK(table["columnDefinitions"][1]["name"] == "Cpu");
  CHECK(table["rows"][0]["cells"][0] == "control-plane");
  CHECK(table["rows"][0]["cells"].size() == 4);
  const nlohmann::json service =
      world.get("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io", kTable);
  CHECK(service["rows"][0]["cells"][2] == "True");
}

}  // namespace
}  // namespace podium
