// The kubelet as the API server reaches it: over a connection, in frames.
#include "control-plane/client/node_api.h"
#include "control-plane/kubelet/log_source.h"
#include "control-plane/kubelet/log_stream.h"
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

using Kind = NodeFrame::Kind;

struct Link {
  Link(NodeWorld& world, NodeRequest request) {
    connection = world.world.network().connect("control", kubelet_endpoint("n1"), world.engine);
    connection->on_message = [this](std::unique_ptr<Message> message) {
      if (const auto* said = dynamic_cast<const NodeAnswer*>(message.get())) {
        answer = said->status;
        return;
      }
      const auto& frame = static_cast<const NodeFrame&>(*message);
      if (frame.kind == Kind::kOutput) text += frame.bytes;
      if (frame.kind == Kind::kError) err += frame.bytes;
      if (frame.kind == Kind::kOutcome) outcome = frame.outcome;
      if (takes && !frame.bytes.empty()) connection->send(node_taken(frame.bytes.size()));
    };
    connection->on_close = [this](const Error& error) { lost = error; };
    connection->send(std::make_unique<NodeRequest>(std::move(request)));
  }
  std::unique_ptr<Connection> connection;
  std::optional<ApiStatus> answer;
  std::string text, err;
  std::optional<CommandOutcome> outcome;
  std::optional<Error> lost;
  bool takes = true;
};

NodeRequest ask(NodeRequest::Kind kind, const std::string& pod = "app") {
  NodeRequest request;
  request.kind = kind;
  request.pod = {"default", pod};
  request.container = "c";
  request.streams = {.in = true, .out = true, .err = true};
  return request;
}

// A node with one pod "app" of the container "c", that runs.
struct Running : NodeWorld {
  Running() {
    create("app", make::spec({make::container("c")}));
    run(10s);
    REQUIRE(container("app").state.running);
  }
};

TEST_CASE("the kubelet sends a log, and that this is all") {
  Running node;
  Link link(node, ask(NodeRequest::Kind::kLog));
  node.run(1s);
  REQUIRE(link.answer);
  CHECK(link.answer->ok());
  CHECK(link.text == "app:1 starting, run 1\nlistening\n");
  CHECK(link.outcome);
}

TEST_CASE("a log can be limited, and bear times with nine digits") {
  Running node;
  NodeRequest request = ask(NodeRequest::Kind::kLog);
  request.log.tail = 1;
  request.timestamps = true;
  request.limit_bytes = 34;
  Link link(node, request);
  node.run(1s);
  CHECK(link.text.size() == 34);
  CHECK(link.text.ends_with("Z lis"));
  CHECK(kubelet::log_time(TimePoint{1'735'689'600s + 5ms}) == "2025-01-01T00:00:00.005000000Z");
}

TEST_CASE("of a container that has crashed there is the log of now and of before") {
  NodeWorld node;
  sim::AppModel model = NodeWorld::model("crash*");
  model.exits = {{.after = {2s, 2s}, .code = 3}};
  node.world.applications().add(model);
  Container container = make::container("c");
  container.image = "crash:1";
  node.create("app", make::spec({container}));
  NodeRequest previous = ask(NodeRequest::Kind::kLog);
  previous.previous = true;
  node.run(5s);
  Link present(node, ask(NodeRequest::Kind::kLog)), before(node, previous);
  node.run(3s);
  CHECK(present.text.starts_with("crash:1 starting, run 2\n"));
  CHECK(before.text == "crash:1 starting, run 1\nlistening\nexiting with code 3\n");
  // While it waits to be started again, the last attempt is what both ask for.
  REQUIRE(node.container("app").state.waiting);
  Link last(node, ask(NodeRequest::Kind::kLog)), same(node, previous);
  node.run(1s);
  CHECK(last.text == "crash:1 starting, run 2\nlistening\nexiting with code 3\n");
  CHECK(same.text == last.text);
}

TEST_CASE("why there is no log is said in Kubernetes' words") {
  Running node;
  const Ref<Pod> pod = copy(*node.find("app"));
  using kubelet::log_source;
  CHECK(log_source(*pod, "x", false).refused == "container \"x\" in pod \"app\" is not available");
  CHECK(log_source(*pod, "c", true).refused ==
        "previous terminated container \"c\" in pod \"app\" not found");
  auto& state = pod->status.edit().container_statuses.edit()[0].state;
  state = {.waiting = ContainerStateWaiting{"ContainerCreating", {}}};
  CHECK(log_source(*pod, "c", false).refused ==
        "container \"c\" in pod \"app\" is waiting to start: ContainerCreating");
  state = {.waiting = ContainerStateWaiting{"ImagePullBackOff", {}}};
  CHECK(log_source(*pod, "c", false).refused ==
        "container \"c\" in pod \"app\" is waiting to start: trying and failing to pull image");
  Link link(node, ask(NodeRequest::Kind::kLog, "other"));
  node.run(1s);
  CHECK(link.answer->code == 404);
}

TEST_CASE("a command runs in the container, with its streams") {
  Running node;
  NodeRequest request = ask(NodeRequest::Kind::kExec);
  request.command = {"sh"};
  Link link(node, request);
  node.run(1s);
  link.connection->send(node_bytes(Kind::kInput, "hostname; foo; exit 5\n"));
  node.run(1s);
  CHECK(link.text == "app\n");
  CHECK(link.err == "sh: 1: foo: not found\n");
  REQUIRE(link.outcome);
  CHECK(link.outcome->exit_code == 5);
}

TEST_CASE("there is no command in a container that does not run") {
  Running node;
  NodeRequest request = ask(NodeRequest::Kind::kExec);
  request.container = "x";
  request.command = {"ls"};
  Link link(node, request);
  node.run(1s);
  CHECK(link.answer->message == "container not found (\"x\")");
}

TEST_CASE("a port is reached through the kubelet") {
  Running node;
  NodeRequest request = ask(NodeRequest::Kind::kPort);
  request.port = 8080;
  Link link(node, request);
  link.connection->send(node_bytes(Kind::kInput, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
  node.run(1s);
  CHECK(link.text.starts_with("HTTP/1.1 200 OK\r\n"));
  REQUIRE(link.outcome);
  CHECK(link.outcome->kind == CommandOutcome::Kind::kSucceeded);
}

TEST_CASE("who is not read from stops: a follower that takes nothing gets a window's worth") {
  NodeWorld node;
  sim::AppModel model = NodeWorld::model("noisy*");
  model.log_every = 1ms;
  model.log_line = std::string(1000, 'x');
  node.world.applications().add(model);
  Container container = make::container("c");
  container.image = "noisy:1";
  node.create("app", make::spec({container}));
  node.run(10s);
  NodeRequest request = ask(NodeRequest::Kind::kLog);
  Link link(node, request);
  link.takes = false;
  node.run(1s);
  CHECK(link.text.size() >= kNodeWindow);
  CHECK(link.text.size() < kNodeWindow + (20 << 10));
  CHECK_FALSE(link.outcome);
  link.takes = true;
  link.connection->send(node_taken(link.text.size()));
  node.run(10s);
  CHECK(link.outcome);
}

TEST_CASE("a kubelet that dies resets its streams; nobody takes new ones") {
  Running node;
  NodeRequest follow = ask(NodeRequest::Kind::kLog), sleep = ask(NodeRequest::Kind::kExec);
  follow.log.follow = true;
  sleep.command = {"sleep", "1000"};
  Link log(node, follow), command(node, sleep);
  node.run(1s);
  REQUIRE(log.answer);
  node.kill_kubelet();
  node.run(1s);
  CHECK(log.lost);
  CHECK(command.lost);
  Link late(node, follow);
  node.run(1s);
  REQUIRE(late.lost);
  CHECK(late.lost->code == ErrorCode::kRefused);
}

}  // namespace
}  // namespace podium
