// The proxy subresources: what an application or a kubelet answers, through the API server.
#include <nlohmann/json.hpp>

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

constexpr const char* kCore = "/api/v1/namespaces/default/";
constexpr const char* kWeb = R"(
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  nodeName: node-2
  containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec:
  selector: {app: nothing}
  ports: [{port: 80}]
)";

struct Proxied {
  Proxied() {
    Manifests manifests = read_manifests(kWeb, "test.yaml");
    REQUIRE(manifests.error.empty());
    cluster.run_for(2s);
    REQUIRE(cluster.apply(manifests.objects).ok());
    cluster.run_for(20s);
  }
  std::shared_ptr<testing::Answer> get(const std::string& path, const std::string& method = "GET") {
    auto answer = std::make_shared<testing::Answer>();
    cluster.gateway().handle({method, path, {}, {}, ""}, answer);
    cluster.run_for(2s);
    return answer;
  }
  Cluster cluster;
};

std::string text_of(const testing::Answer& answer) {
  return answer.opened ? answer.opened->text : answer.response.body;
}

TEST_CASE("a pod's application answers through the proxy, by the port it declares or one that is named") {
  Proxied world;
  for (const char* name : {"web", "web:8080", "http:web:8080"}) {
    const auto answer = world.get(std::string(kCore) + "pods/" + name + "/proxy/index.html");
    CHECK(answer->response.code == 200);
    CHECK(text_of(*answer) == "web: 200 OK\n");
    REQUIRE(answer->opened);
    CHECK(answer->opened->finished);
  }
}

TEST_CASE("a service's proxy leads to one of its ready pods, by the port's name or number") {
  Proxied world;
  CHECK(text_of(*world.get(std::string(kCore) + "services/web:http/proxy/")) == "web: 200 OK\n");
  CHECK(text_of(*world.get(std::string(kCore) + "services/web:80/proxy/")) == "web: 200 OK\n");
}

TEST_CASE("what a proxy cannot reach is said as Kubernetes says it") {
  Proxied world;
  const auto no_port = world.get(std::string(kCore) + "services/web:81/proxy/");
  CHECK(no_port->response.code == 503);
  CHECK(no_port->body()["message"] == "no service port 81 found for service \"web\"");
  const auto nobody = world.get(std::string(kCore) + "services/empty/proxy/");
  CHECK(nobody->body()["message"] == "no endpoints available for service \"empty\"");
  CHECK(nobody->body()["reason"] == "ServiceUnavailable");
  const auto missing = world.get(std::string(kCore) + "pods/none/proxy/");
  CHECK(missing->response.code == 404);
  const auto wrong = world.get(std::string(kCore) + "pods/web:1:2:3/proxy/");
  CHECK(wrong->body()["message"] == "invalid pod request \"web:1:2:3\"");
  const auto closed = world.get(std::string(kCore) + "pods/web:9999/proxy/");
  CHECK(closed->response.code == 503);
  CHECK(text_of(*closed).starts_with("error trying to reach service: "));
}

TEST_CASE("the root of what is proxied ends with a slash") {
  Proxied world;
  const auto moved = world.get(std::string(kCore) + "pods/web/proxy");
  CHECK(moved->response.code == 301);
  CHECK(moved->response.headers[0].second == std::string(kCore) + "pods/web/proxy/");
}

TEST_CASE("a kubelet tells through the proxy of its node that it is well, and what its pods use") {
  Proxied world;
  CHECK(text_of(*world.get("/api/v1/nodes/node-2/proxy/healthz")) == "ok");
  const auto summary = world.get("/api/v1/nodes/node-2/proxy/stats/summary")->body();
  CHECK(summary["node"]["nodeName"] == "node-2");
  CHECK(summary["pods"][0]["podRef"]["name"] == "web");
  CHECK(summary["pods"][0]["containers"][0]["cpu"]["usageNanoCores"] == 10'000'000);
  CHECK(text_of(*world.get("/api/v1/nodes/node-2/proxy/metrics/resource"))
            .find("container_cpu_usage_cores{container=\"web\",namespace=\"default\",pod=\"web\"} 0.01") !=
        std::string::npos);
  CHECK(world.get("/api/v1/nodes/node-2/proxy/nothing")->response.code == 404);
  CHECK(world.get("/api/v1/nodes/none/proxy/healthz")->response.code == 404);
}

TEST_CASE("a kubelet that is stopped cannot be reached through the proxy") {
  Proxied world;
  REQUIRE(world.cluster.chaos().stop_kubelet("node-2").ok());
  const auto answer = world.get("/api/v1/nodes/node-2/proxy/healthz");
  CHECK(answer->response.code == 503);
  CHECK(text_of(*answer).find("connect: connection refused") != std::string::npos);
}

}  // namespace
}  // namespace podium
