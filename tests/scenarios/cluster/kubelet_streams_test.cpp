// Logs and commands through the whole cluster: what breaks on the way breaks them as in reality.
#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/authority.h"
#include "tests/control-plane/support/signer.h"
#include "tests/support/catch.h"
#include "tests/support/command_client.h"

namespace podium {
namespace {

constexpr const char* kPod = R"(
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeName: node-2
  containers:
  - name: web
    image: web:1
    env: [{name: COLOUR, value: blue}]
)";

// A client's connection as the gateway sees it.
struct Client final : HttpResponder {
  struct Body final : HttpStream {
    void write(std::string_view chunk) override { text += chunk; }
    void finish() override { finished = true; }
    std::size_t buffered() const override { return 0; }
    std::string text;
    bool finished = false;
  };
  void answer(HttpResponse r) override { response = std::move(r); }
  std::shared_ptr<HttpStream> stream(HttpResponse head) override {
    response = std::move(head);
    return body = std::make_shared<Body>();
  }
  void command(CommandStreams, std::function<void(std::shared_ptr<RemoteCommand>)> opened) override {
    run = std::make_shared<testing::CommandClient>();
    opened(run);
  }
  void port_forward(std::function<void(std::shared_ptr<PortForward>)>) override {}

  HttpResponse response{0, {}, ""};
  std::shared_ptr<Body> body;
  std::shared_ptr<testing::CommandClient> run;
};

struct Web {
  explicit Web(std::uint64_t seed = 1) : Web(ClusterOptions{.seed = seed}) {}

  explicit Web(ClusterOptions options) : cluster(std::move(options)) {
    cluster.run_for(2s);
    Manifests manifests = read_manifests(kPod, "test.yaml");
    REQUIRE(manifests.error.empty());
    REQUIRE(cluster.apply(manifests.objects).ok());
    const auto runs = [](const ClusterView& view) {
      return view.find<Pod>(Key{"default", "web"})->status.value().phase == "Running";
    };
    REQUIRE(cluster.run_until(runs, 1min));
    cluster.run_for(10s);
  }

  std::shared_ptr<Client> ask(const std::string& method, const std::string& subresource,
                              std::vector<std::pair<std::string, std::string>> query = {}) {
    auto client = std::make_shared<Client>();
    cluster.gateway().handle(
        {method, "/api/v1/namespaces/default/pods/web/" + subresource, std::move(query), {}, ""}, client);
    return client;
  }
  std::shared_ptr<Client> follow() { return ask("GET", "log", {{"follow", "true"}}); }
  std::shared_ptr<Client> exec(const std::string& script) {
    return ask(
        "POST", "exec",
        {{"command", "sh"}, {"command", "-c"}, {"command", script}, {"stdout", "true"}, {"stderr", "true"}});
  }

  Cluster cluster;
};

ClusterOptions with_tokens() {
  ClusterOptions options;
  options.authority = std::make_shared<const testing::TextAuthority>();
  options.authentication.signer = std::make_shared<const testing::SumSigner>("secret");
  options.api.token_volumes = true;
  return options;
}

bool says(const std::shared_ptr<Client>& client, const std::string& text) {
  return client->response.body.find(text) != std::string::npos;
}

TEST_CASE("a log is followed from the node to the client until the container ends") {
  Web web;
  const auto log = web.follow();
  web.cluster.run_for(1s);
  REQUIRE(log->body);
  CHECK(log->body->text == "web:1 starting, run 1\nlistening\n");
  REQUIRE(web.cluster.remove(Pod::info(), Key{"default", "web"}).ok());
  web.cluster.run_for(30s);
  CHECK(log->body->text.ends_with("received SIGTERM\nexiting with code 0\n"));
  CHECK(log->body->finished);
}

TEST_CASE("a command runs in the pod's container and takes the world's time") {
  Web web;
  const auto client = web.exec("echo $HOSTNAME $COLOUR; sleep 5; exit 3");
  web.cluster.run_for(4s);
  REQUIRE(client->run);
  CHECK(client->run->out == "web blue\n");
  CHECK_FALSE(client->run->outcome);
  web.cluster.run_for(2s);
  REQUIRE(client->run->outcome);
  CHECK(client->run->outcome->exit_code == 3);
}

// Facts 2.14: the ServiceAccount admission mounts kube-api-access-xxxxx with token, ca.crt and namespace. The
// token is bound to the pod, and nobody's when that is gone.
TEST_CASE("a container finds the token of its service account, which the API server knows it by") {
  Web web(with_tokens());
  const auto cat =
      web.exec("cd /var/run/secrets/kubernetes.io/serviceaccount; cat namespace; echo; cat token");
  web.cluster.run_for(1s);
  REQUIRE(cat->run);
  REQUIRE(cat->run->out.starts_with("default\n"));
  const std::string token = cat->run->out.substr(8);
  const auto who = [&] {
    auto client = std::make_shared<Client>();
    web.cluster.gateway().handle(
        {"POST",
         "/apis/authentication.k8s.io/v1/selfsubjectreviews",
         {},
         {{"authorization", "Bearer " + token}, {"content-type", "application/json"}},
         R"({"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"})"},
        client);
    web.cluster.run_for(1s);
    return client->response;
  };
  CHECK(who().body.find("\"username\":\"system:serviceaccount:default:default\"") != std::string::npos);
  REQUIRE(web.cluster.remove(Pod::info(), Key{"default", "web"}).ok());
  web.cluster.run_for(2min);
  CHECK(who().code == 401);
}

TEST_CASE("a stopped kubelet refuses connections, while its containers run on") {
  Web web;
  const auto open = web.exec("sleep 1000");
  web.cluster.run_for(1s);
  REQUIRE(web.cluster.chaos().stop_kubelet("node-2").ok());
  web.cluster.run_for(1s);
  REQUIRE(open->run->outcome);
  CHECK(open->run->outcome->kind == CommandOutcome::Kind::kFailed);
  const auto log = web.follow();
  web.cluster.run_for(1s);
  CHECK(log->response.code == 500);
  CHECK(says(log, ":10250: connect: connection refused"));
  REQUIRE(web.cluster.chaos().start_kubelet("node-2").ok());
  web.cluster.run_for(5s);
  const auto again = web.follow();
  web.cluster.run_for(1s);
  REQUIRE(again->body);
  CHECK(again->body->text == "web:1 starting, run 1\nlistening\n");
}

TEST_CASE("over a cut link, or to a machine without power, dialing times out after 30 s") {
  Web web;
  REQUIRE(web.cluster.chaos().cut_link("control-plane", "node-2", false).ok());
  const auto cut = web.follow();
  web.cluster.run_for(29s);
  CHECK(cut->response.code == 0);
  web.cluster.run_for(2s);
  CHECK(says(cut, ":10250: i/o timeout"));
  Web dark;
  REQUIRE(dark.cluster.chaos().power_off("node-2").ok());
  const auto exec = dark.exec("true");
  dark.cluster.run_for(31s);
  CHECK(says(exec, "error dialing backend: dial tcp"));
  CHECK(says(exec, "i/o timeout"));
}

TEST_CASE("streams are part of the same story for the same seed") {
  const auto story = [] {
    Web web(7);
    const auto log = web.follow();
    const auto exec = web.exec("date +%s; sleep 1; ls /etc");
    web.cluster.run_for(10s);
    return std::pair(log->body->text + exec->run->out, web.cluster.fingerprint());
  };
  CHECK(story() == story());
}

}  // namespace
}  // namespace podium
