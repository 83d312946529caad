// What `kubectl debug -it` does, through the whole cluster: a container joins a pod, and a shell in it.
#include <nlohmann/json.hpp>

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "tests/support/catch.h"
#include "tests/support/command_client.h"

namespace podium {
namespace {

constexpr const char* kPod = R"(
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: web:1
    resources: {requests: {cpu: 500m}, limits: {cpu: 500m}}
)";

struct Client final : HttpResponder {
  void answer(HttpResponse r) override { response = std::move(r); }
  std::shared_ptr<HttpStream> stream(HttpResponse) override { return nullptr; }
  void command(CommandStreams, std::function<void(std::shared_ptr<RemoteCommand>)> opened) override {
    run = std::make_shared<testing::CommandClient>();
    opened(run);
  }
  void port_forward(std::function<void(std::shared_ptr<PortForward>)>) override {}

  HttpResponse response{0, {}, ""};
  std::shared_ptr<testing::CommandClient> run;
};

struct Debugging {
  Debugging() : cluster({.seed = 3}) {
    cluster.run_for(2s);
    Manifests manifests = read_manifests(kPod, "test.yaml");
    REQUIRE(manifests.error.empty());
    REQUIRE(cluster.apply(manifests.objects).ok());
    cluster.run_for(20s);
    REQUIRE(pod()->status->phase == "Running");
  }

  Ref<const Pod> pod() { return cluster.find<Pod>(Key{"default", "web"}); }
  std::shared_ptr<Client> ask(const std::string& method, const std::string& subresource,
                              std::vector<std::pair<std::string, std::string>> query,
                              const std::string& body = "") {
    auto client = std::make_shared<Client>();
    cluster.gateway().handle({method,
                              "/api/v1/namespaces/default/pods/web/" + subresource,
                              std::move(query),
                              {{"content-type", "application/strategic-merge-patch+json"}},
                              body},
                             client);
    return client;
  }

  Cluster cluster;
};

}  // namespace

TEST_CASE("a debug container joins a running pod; a client types to its shell, with which it ends") {
  Debugging test;
  test.ask("PATCH", "ephemeralcontainers", {},
           R"({"spec":{"ephemeralContainers":[{"name":"dbg","image":"busybox","stdin":true,"tty":true,
               "targetContainerName":"web"}]}})");
  test.cluster.run_for(20s);
  const auto& statuses = test.pod()->status->ephemeral_container_statuses;
  REQUIRE(statuses.size() == 1);
  REQUIRE(statuses[0].state.running);

  const auto client = test.ask(
      "POST", "attach", {{"container", "dbg"}, {"stdin", "true"}, {"stdout", "true"}, {"tty", "true"}});
  test.cluster.run_for(1s);
  REQUIRE(client->run);
  client->run->type("ps\r");
  test.cluster.run_for(1s);
  CHECK(client->run->out.find("1 root     web") != std::string::npos);
  CHECK(client->run->out.find("6 root     busybox") != std::string::npos);
  client->run->type("exit 4\r");
  test.cluster.run_for(10s);
  REQUIRE(client->run->outcome);
  CHECK(client->run->outcome->exit_code == 4);
  const auto& ended = test.pod()->status->ephemeral_container_statuses[0].state.terminated;
  REQUIRE(ended);
  CHECK(ended->exit_code == 4);
  CHECK(test.pod()->status->phase == "Running");
}

TEST_CASE("a resize goes from the client to the container and back into the status") {
  Debugging test;
  const auto client = test.ask("PATCH", "resize", {},
                               R"({"spec":{"containers":[{"name":"web","resources":
                                   {"requests":{"cpu":"1"},"limits":{"cpu":"1"}}}]}})");
  test.cluster.run_for(5s);
  CHECK(client->response.code == 200);
  const auto pod = test.pod();
  CHECK(pod->status->container_statuses[0].resources == pod->spec->containers[0].resources);
  CHECK(pod->status->container_statuses[0].resources.requests.get("cpu") == *Quantity::parse("1"));
  CHECK(pod->status->container_statuses[0].restart_count == 0);
}

}  // namespace podium
