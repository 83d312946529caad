// Logs, commands and forwarded ports as a client asks for them: what the API server says itself, and what
// passes between client and kubelet. The kubelet here is the test.
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"
#include "tests/support/command_client.h"

namespace podium::testing {
namespace {

using Kind = NodeFrame::Kind;
using Query = std::vector<std::pair<std::string, std::string>>;

const std::string kPods = "/api/v1/namespaces/default/pods/";

Container container(const std::string& name) {
  Container container;
  container.name = name;
  container.image = "app:1";
  return container;
}

struct Streams : Front {
  Streams() {
    auto node = make_ref<Node>();
    node->metadata.name = "n1";
    node->status.edit().addresses = {{"InternalIP", "10.0.0.9"}};
    ground.create(node);
    ground.add("n1");
    pod("one", {container("c")}, "n1");
    pod("two", {container("a"), container("b")}, "n1");
    pod("waiting", {container("c")}, "");
  }

  void pod(const std::string& name, List<Container> containers, const std::string& node) {
    auto pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    PodSpec spec;
    spec.containers = std::move(containers);
    spec.node_name = node;
    pod->spec = spec;
    const ApiResponse made = ground.create(pod);
    INFO(made.status.message);
    REQUIRE(made.status.ok());
  }

  // From here on a kubelet listens, and notes what it gets.
  void listen() {
    kubelet = ground.engine.start_process("kubelet");
    ground.world.machine("n1").machine.adopt(*kubelet);
    ground.world.network().listen("kubelet/n1", "n1", *kubelet, [this](std::unique_ptr<Connection> accepted) {
      connection = std::move(accepted);
      connection->on_message = [this](std::unique_ptr<Message> message) {
        received.push_back(std::move(message));
      };
      connection->on_close = [this](const Error&) { closed = true; };
    });
  }
  ~Streams() {
    if (kubelet) ground.world.machine("n1").machine.kill(*kubelet);
  }

  const NodeRequest& request() const { return static_cast<const NodeRequest&>(*received.at(0)); }
  const NodeFrame& frame(std::size_t i) const { return static_cast<const NodeFrame&>(*received.at(i)); }
  void accept() { connection->send(std::make_unique<NodeAnswer>()); }
  void run(Duration time = 1s) { ground.engine.run_for(time); }
  std::string message(const std::shared_ptr<Answer>& answer) const { return answer->body()["message"]; }

  std::unique_ptr<Process> kubelet;
  std::unique_ptr<Connection> connection;
  std::vector<std::unique_ptr<Message>> received;
  bool closed = false;
};

TEST_CASE("the API server itself refuses what it knows to be wrong") {
  Streams s;
  CHECK(s.message(s.ask("GET", kPods + "none/log")) == "pods \"none\" not found");
  CHECK(s.message(s.ask("GET", kPods + "two/log")) ==
        "a container name must be specified for pod two, choose one of: [a b]");
  CHECK(s.message(s.ask("GET", kPods + "one/log", {{"container", "x"}})) ==
        "container x is not valid for pod one");
  CHECK(s.message(s.ask("GET", kPods + "one/log", {{"tailLines", "-1"}})) ==
        "PodLogOptions \"one\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0");
  CHECK(s.message(s.ask("POST", kPods + "waiting/exec", {{"command", "ls"}})) ==
        "pod waiting does not have a host assigned");
  CHECK(s.message(s.ask("GET", kPods + "waiting/portforward")) ==
        "pod waiting does not have a host assigned");
  CHECK(s.ask("POST", kPods + "one/log")->response.code == 405);
}

TEST_CASE("a pod without a node has an empty log") {
  Streams s;
  const auto answer = s.ask("GET", kPods + "waiting/log");
  CHECK(answer->response.code == 200);
  CHECK(answer->response.body.empty());
}

TEST_CASE("a log passes from the kubelet to the client, no faster than that takes it") {
  Streams s;
  s.listen();
  const auto answer =
      s.ask("GET", kPods + "one/log", {{"follow", "true"}, {"sinceSeconds", "60"}, {"tailLines", "5"}});
  s.run();
  REQUIRE(s.received.size() == 1);
  CHECK(s.request().container == "c");
  CHECK(s.request().log.follow);
  CHECK(s.request().log.tail == 5u);
  CHECK(s.request().log.since + 60s <= s.ground.engine.now());
  s.accept();
  s.connection->send(node_bytes(Kind::kOutput, "hello\n"));
  s.run();
  REQUIRE(answer->opened);
  CHECK(answer->response.headers.at(0).second == "text/plain");
  CHECK(answer->opened->text == "hello\n");
  REQUIRE(s.received.size() == 2);
  CHECK(s.frame(1).taken == 6);
  answer->opened->untaken = 1 << 20;
  s.connection->send(node_bytes(Kind::kOutput, "more\n"));
  s.run();
  CHECK(s.received.size() == 2);
  answer->opened->untaken = 0;
  answer->opened->on_room();
  s.run();
  REQUIRE(s.received.size() == 3);
  CHECK(s.frame(2).taken == 5);
  s.connection->send(node_outcome(exited(0)));
  s.run();
  CHECK(answer->opened->finished);
  CHECK(s.closed);
}

TEST_CASE("a client that goes hangs up at the kubelet too") {
  Streams s;
  s.listen();
  const auto answer = s.ask("GET", kPods + "one/log", {{"follow", "true"}});
  s.run();
  s.accept();
  s.run();
  REQUIRE(answer->opened);
  answer->opened->on_gone();
  s.run();
  CHECK(s.closed);
}

TEST_CASE("a kubelet that does not listen refuses; one that is cut off is waited for in vain") {
  Streams s;
  CHECK(s.ask("GET", kPods + "one/log")->response.code == 0);
  const auto refused = s.ask("GET", kPods + "one/log", {{"follow", "true"}});
  const auto exec = s.ask("POST", kPods + "one/exec", {{"command", "ls"}, {"stdout", "true"}});
  s.run();
  CHECK(refused->response.code == 500);
  CHECK(s.message(refused) ==
        "Get \"https://10.0.0.9:10250/containerLogs/default/one/c?follow=true\": dial tcp 10.0.0.9:10250: "
        "connect: connection refused");
  CHECK(s.message(exec) == "error dialing backend: dial tcp 10.0.0.9:10250: connect: connection refused");
  s.listen();
  REQUIRE(s.ground.world.chaos().cut_link("master", "n1", false).ok());
  const auto late = s.ask("GET", kPods + "one/log");
  s.run(29s);
  CHECK(late->response.code == 0);
  s.run(2s);
  CHECK(s.message(late).ends_with("dial tcp 10.0.0.9:10250: i/o timeout"));
}

TEST_CASE("a command's streams pass between client and kubelet, and its end") {
  Streams s;
  s.listen();
  const auto answer = s.ask("POST", kPods + "one/exec",
                            {{"command", "sh"}, {"command", "-c"}, {"stdin", "true"}, {"stdout", "true"}});
  s.run();
  CHECK(s.request().command == std::vector<std::string>{"sh", "-c"});
  CHECK_FALSE(answer->wishes);  // not before the kubelet has agreed
  s.accept();
  s.connection->send(node_bytes(Kind::kOutput, "early "));
  s.run();
  REQUIRE(answer->wishes);
  CHECK(answer->wishes->in);
  CHECK_FALSE(answer->wishes->tty);
  const auto client = std::make_shared<CommandClient>();
  answer->on_command(client);
  client->type("abc");
  client->end();
  s.connection->send(node_bytes(Kind::kError, "late"));
  s.run();
  CHECK(client->out == "early ");
  CHECK(client->err == "late");
  std::string input;
  for (std::size_t i = 1; i < s.received.size(); ++i) {
    if (s.frame(i).kind == Kind::kInput) input += s.frame(i).bytes;
    if (s.frame(i).kind == Kind::kEnd) input += ".";
  }
  CHECK(input == "abc.");
  s.connection->send(node_taken(3));
  s.connection->send(node_outcome(exited(2)));
  s.run();
  CHECK(client->taken == 3);
  REQUIRE(client->outcome);
  CHECK(client->outcome->exit_code == 2);
  CHECK(s.closed);
}

TEST_CASE("a command that is over before its client is ready still tells it all") {
  Streams s;
  s.listen();
  const auto answer = s.ask("POST", kPods + "one/exec", {{"command", "ls"}, {"stdout", "true"}});
  s.run();
  s.accept();
  s.connection->send(node_bytes(Kind::kOutput, "files"));
  s.connection->send(node_outcome(exited(4)));
  s.connection->close();
  s.run();
  const auto client = std::make_shared<CommandClient>();
  answer->on_command(client);
  s.run();
  CHECK(client->out == "files");
  REQUIRE(client->outcome);
  CHECK(client->outcome->exit_code == 4);
}

TEST_CASE("a client that never gets ready for its command is given up") {
  Streams s;
  s.listen();
  const auto answer = s.ask("POST", kPods + "one/exec", {{"command", "ls"}, {"stdout", "true"}});
  s.run();
  s.accept();
  s.run();
  CHECK_FALSE(s.closed);
  answer->on_command = nullptr;
  s.run();
  CHECK(s.closed);
}

TEST_CASE("a kubelet that refuses a command is quoted") {
  Streams s;
  s.listen();
  const auto answer = s.ask("POST", kPods + "one/exec", {{"command", "ls"}});
  s.run();
  auto refusal = std::make_unique<NodeAnswer>();
  refusal->status.code = 500;
  refusal->status.message = "container not found (\"c\")";
  s.connection->send(std::move(refusal));
  s.run();
  CHECK(answer->response.code == 500);
  CHECK(answer->response.body == "container not found (\"c\")");
}

TEST_CASE("a command whose kubelet dies fails") {
  Streams s;
  s.listen();
  const auto answer = s.ask("POST", kPods + "one/attach", {{"stdout", "true"}});
  s.run();
  s.accept();
  s.run();
  const auto client = std::make_shared<CommandClient>();
  answer->on_command(client);
  s.connection->close();
  s.run();
  REQUIRE(client->outcome);
  CHECK(client->outcome->kind == CommandOutcome::Kind::kFailed);
}

struct Session final : PortForward {
  void listen(std::weak_ptr<PortForwardListener> l) override { listener = std::move(l); }
  void close() override { closed = true; }
  std::weak_ptr<PortForwardListener> listener;
  bool closed = false;
};

TEST_CASE("each forwarded connection has one of its own to the kubelet") {
  Streams s;
  s.listen();
  const auto answer = s.ask("GET", kPods + "one/portforward");
  s.run();
  s.accept();
  s.run();
  REQUIRE(answer->on_port_forward);
  const auto session = std::make_shared<Session>();
  answer->on_port_forward(session);
  const std::unique_ptr<Connection> first = std::move(s.connection);
  s.received.clear();
  const auto client = std::make_shared<PortClient>(8080);
  session->listener.lock()->on_connection(client);
  client->listener.lock()->on_bytes("ping");
  s.run();
  REQUIRE(s.received.size() == 2);
  CHECK(s.request().port == 8080);
  CHECK(s.frame(1).bytes == "ping");
  s.accept();
  s.connection->send(node_bytes(Kind::kOutput, "pong"));
  s.connection->send(node_outcome(failed("connection refused")));
  s.run();
  CHECK(client->got == "pong");
  CHECK(client->failure == "connection refused");
  first->close();
  s.run();
  CHECK(session->closed);
}

TEST_CASE("discovery names the streams of a pod") {
  Streams s;
  const std::string text = s.ask("GET", "/api/v1")->response.body;
  for (const char* name : {"pods/log", "pods/exec", "pods/attach", "pods/portforward"})
    CHECK(text.find(std::string("\"") + name + "\"") != std::string::npos);
}

}  // namespace
}  // namespace podium::testing
