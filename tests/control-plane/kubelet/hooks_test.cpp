// Lifecycle hooks that run something.
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

Box<LifecycleHandler> exec(const char* script) {
  LifecycleHandler handler;
  handler.exec = ExecAction{{"sh", "-c", script}};
  return handler;
}

PodSpec with(const Lifecycle& lifecycle) {
  Container container = make::container("main");
  container.lifecycle = lifecycle;
  return make::spec({container, make::container("second")});
}

bool tells(NodeWorld& w, const std::string& event) {
  const auto told = w.events("web");
  return std::any_of(told.begin(), told.end(),
                     [&](const std::string& line) { return line.starts_with(event); });
}

// Seconds from the deletion of the pod until its object is gone.
int end_of(NodeWorld& w) {
  w.remove("web");
  int seconds = 0;
  for (; w.find("web") && seconds < 120; ++seconds) w.run(1s);
  return seconds;
}

}  // namespace

TEST_CASE("a postStart command holds up the containers behind its own") {
  NodeWorld w;
  w.create("web", with({exec("sleep 20"), {}, {}}));
  w.run(15s);
  const auto& statuses = w.find("web")->status->container_statuses;
  CHECK(statuses[0].state.running);
  CHECK_FALSE(statuses[1].state.running);
  w.run(15s);
  CHECK(w.find("web")->status->container_statuses[1].state.running);
}

TEST_CASE("a postStart command that fails has its container killed and restarted") {
  NodeWorld w;
  w.create("web", with({exec("exit 1"), {}, {}}));
  w.run(30s);
  CHECK(tells(w, "Warning FailedPostStartHook PostStartHook failed"));
  CHECK(tells(w, "Normal Killing FailedPostStartHook"));
  CHECK(w.container("web").restart_count >= 1);
}

TEST_CASE("a postStart request needs an answer, of whatever status") {
  const auto restarts = [](int port) {
    NodeWorld w;
    sim::AppModel early = NodeWorld::model("early*");
    early.start = {0s, 0s};
    early.ports = {80};
    early.failures = {{.status = 500}};
    w.world.applications().add(early);
    Lifecycle lifecycle;
    HttpGetAction get;
    get.path = "/";
    get.scheme = "HTTP";
    get.port.number = port;
    lifecycle.post_start.edit().http_get = get;
    PodSpec spec = with(lifecycle);
    spec.containers.edit()[0].image = "early:1";
    w.create("web", spec);
    w.run(30s);
    return w.container("web").restart_count;
  };
  CHECK(restarts(80) == 0);
  CHECK(restarts(81) > 0);
}

TEST_CASE("a preStop command runs before SIGTERM, and its time counts against the grace period") {
  NodeWorld w;
  w.create("web", with({{}, exec("sleep 10"), {}}));
  w.run(10s);
  const int seconds = end_of(w);
  CHECK(seconds >= 10);
  CHECK(seconds <= 13);
  CHECK_FALSE(tells(w, "Warning FailedPreStopHook"));
  w.create("web", with({{}, exec("sleep 1000"), {}}));
  w.run(10s);
  const int cut_off = end_of(w);
  CHECK(cut_off >= 30);
  CHECK(cut_off <= 33);
}

TEST_CASE("a preStop command that fails is told, and the container stops all the same") {
  NodeWorld w;
  w.create("web", with({{}, exec("exit 1"), {}}));
  w.run(10s);
  CHECK(end_of(w) <= 4);
  CHECK(tells(w, "Warning FailedPreStopHook PreStopHook failed"));
}
