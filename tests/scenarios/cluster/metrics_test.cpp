// metrics.k8s.io as kubectl top asks for it: kubelets, the network and the metrics server in between.
#include <nlohmann/json.hpp>

#include "control-plane/codec/manifest.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr const char* kNodes = "/apis/metrics.k8s.io/v1beta1/nodes";
constexpr const char* kPods = "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods";
constexpr const char* kPod = R"(
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  nodeName: node-2
  containers: [{name: web, image: "web:1"}]
)";

struct Measured {
  explicit Measured(bool metrics_server = true) : cluster(options(metrics_server)) {
    Manifests manifests = read_manifests(kPod, "test.yaml");
    REQUIRE(manifests.error.empty());
    cluster.run_for(2s);
    REQUIRE(cluster.apply(manifests.objects).ok());
  }
  static ClusterOptions options(bool metrics_server) {
    ClusterOptions options;
    options.metrics_server = metrics_server;
    return options;
  }
  std::shared_ptr<testing::Answer> get(const std::string& path,
                                       std::vector<std::pair<std::string, std::string>> query = {}) {
    auto answer = std::make_shared<testing::Answer>();
    cluster.gateway().handle({"GET", path, std::move(query), {}, ""}, answer);
    return answer;
  }
  Cluster cluster;
};

TEST_CASE("pods and nodes are measured every fifteen seconds, from the second scrape on") {
  Measured world;
  world.cluster.run_for(20s);
  CHECK(world.get(kPods)->body()["items"].empty());
  world.cluster.run_for(25s);
  const json pods = world.get(kPods)->body();
  REQUIRE(pods["items"].size() == 1);
  const json& pod = pods["items"][0];
  CHECK(pod["metadata"]["name"] == "web");
  CHECK(pod["metadata"]["labels"]["app"] == "web");
  CHECK(pod["window"].get<std::string>().starts_with("15"));
  CHECK(pod["containers"][0]["name"] == "web");
  CHECK(pod["containers"][0]["usage"]["cpu"] == "10m");  // an idle application's
  const json nodes = world.get(kNodes)->body();
  CHECK(nodes["kind"] == "NodeMetricsList");
  CHECK(nodes["items"].size() == 4);
  CHECK(world.get(std::string(kPods) + "/web")->body()["kind"] == "PodMetrics");
}

TEST_CASE("metrics are selected by the labels of their pods") {
  Measured world;
  world.cluster.run_for(45s);
  CHECK(world.get(kPods, {{"labelSelector", "app=web"}})->body()["items"].size() == 1);
  CHECK(world.get(kPods, {{"labelSelector", "app!=web"}})->body()["items"].empty());
}

TEST_CASE("what nobody measures is not found, and measurements cannot be watched") {
  Measured world;
  world.cluster.run_for(45s);
  const auto missing = world.get(std::string(kPods) + "/other");
  CHECK(missing->response.code == 404);
  CHECK(missing->body()["message"] == "pods.metrics.k8s.io \"other\" not found");
  CHECK(world.get(kPods, {{"watch", "true"}})->response.code == 405);
}

TEST_CASE("measurements of a node whose link is cut grow old") {
  Measured world;
  world.cluster.run_for(45s);
  const std::string before = world.get(std::string(kNodes) + "/node-2")->body()["timestamp"];
  REQUIRE(world.cluster.chaos().cut_link("control-plane", "node-2", false).ok());
  world.cluster.run_for(5min);
  CHECK(world.get(std::string(kNodes) + "/node-2")->body()["timestamp"] == before);
  CHECK(world.get(std::string(kNodes) + "/node-1")->body()["timestamp"] != before);
}

TEST_CASE("a cluster without a metrics server does not serve the group") {
  Measured world(false);
  world.cluster.run_for(45s);
  CHECK(world.get(kPods)->response.code == 404);
  CHECK(world.get("/apis")->response.body.find("metrics.k8s.io") == std::string::npos);
}

}  // namespace
}  // namespace podium
