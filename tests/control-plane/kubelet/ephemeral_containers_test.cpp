// Containers that join a running pod for debugging.
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"
#include "tests/support/command_client.h"

using namespace podium;

namespace {

PodSpec one(const std::string& policy = "Always") { return make::spec({make::container("main")}, policy); }

void debug(NodeWorld& w, const std::string& image = "app:debug", const std::string& target = "") {
  w.change("web", "ephemeralcontainers", [&](Pod& pod) {
    EphemeralContainer debugger;
    debugger.name = "dbg";
    debugger.image = image;
    debugger.target_container_name = target;
    debugger.rest = pod.spec->containers[0].rest;
    pod.spec.edit().ephemeral_containers.push_back(debugger);
  });
}

ContainerStatus status_of_debugger(NodeWorld& w) {
  const auto& statuses = w.find("web")->status->ephemeral_container_statuses;
  REQUIRE(statuses.size() == 1);
  return statuses[0];
}

}  // namespace

TEST_CASE(
    "an ephemeral container starts at once in the sandbox of the running pod, and changes nothing else") {
  NodeWorld w;
  w.create("web", one());
  w.run(10s);
  const Ref<const Pod> before = w.find("web");
  CHECK(before->status->ephemeral_container_statuses.empty());
  debug(w);
  w.run(5s);
  const Ref<const Pod> after = w.find("web");
  const ContainerStatus status = status_of_debugger(w);
  CHECK(status.name == "dbg");
  CHECK(status.state.running);
  CHECK_FALSE(status.ready);
  CHECK_FALSE(status.started);
  CHECK(after->status->container_statuses == before->status->container_statuses);
  CHECK(after->status->conditions == before->status->conditions);
  CHECK(w.host.runtime.sandboxes().size() == 1);
  const auto told = w.events("web");
  CHECK(std::find(told.begin(), told.end(), "Normal Created Created container: dbg") != told.end());
  CHECK(std::find(told.begin(), told.end(), "Normal Started Started container dbg") != told.end());
}

TEST_CASE("an ephemeral container is never restarted, and its end is not the pod's") {
  NodeWorld w;
  w.create("web", one());
  w.run(10s);
  debug(w);
  w.run(5s);
  const std::string id = status_of_debugger(w).container_id.str().substr(13);
  REQUIRE(w.host.runtime.kill(id, 3).ok());
  w.run(60s);
  const ContainerStatus status = status_of_debugger(w);
  REQUIRE(status.state.terminated);
  CHECK(status.state.terminated->exit_code == 3);
  CHECK(status.restart_count == 0);
  CHECK(w.find("web")->status->phase == "Running");
  CHECK(w.container("web").ready);
}

TEST_CASE("a pod that has run to its end has succeeded, whether or not somebody debugs it") {
  NodeWorld w;
  sim::AppModel job = NodeWorld::model("job*");
  job.image = "job*";
  job.exits = {{.after = {20s, 20s}, .code = 0}};
  w.world.applications().add(job);
  PodSpec spec = one("Never");
  spec.containers.edit()[0].image = "job:1";
  w.create("web", spec);
  w.run(10s);
  debug(w);
  w.run(60s);
  CHECK(w.find("web")->status->phase == "Succeeded");
  CHECK(status_of_debugger(w).state.terminated);  // it was stopped with the pod
}

TEST_CASE("an image that cannot be pulled keeps the ephemeral container waiting, and nobody else") {
  NodeWorld w;
  w.create("web", one());
  w.run(10s);
  debug(w, "Not A Reference");
  w.run(30s);
  REQUIRE(status_of_debugger(w).state.waiting);
  CHECK(status_of_debugger(w).state.waiting->reason == "InvalidImageName");
  const std::string id = w.container("web").container_id.str().substr(13);
  REQUIRE(w.host.runtime.kill(id, 1).ok());
  w.run(5s);
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.container("web").ready);
}

TEST_CASE("a kubelet that starts anew finds the ephemeral container again") {
  NodeWorld w;
  w.create("web", one());
  w.run(10s);
  debug(w);
  w.run(5s);
  const Text id = status_of_debugger(w).container_id;
  w.kill_kubelet();
  w.run(10s);
  w.start_kubelet();
  w.run(30s);
  CHECK(status_of_debugger(w).container_id == id);
  CHECK(status_of_debugger(w).state.running);
  CHECK(w.event_count("web", "Started") == 2);
}

TEST_CASE("after a reboot the pod starts again, but not what was debugging it") {
  NodeWorld w;
  w.create("web", one());
  w.run(10s);
  debug(w);
  w.run(5s);
  w.kill_kubelet();
  w.host.machine.power_off();
  w.host.machine.power_on();
  w.run(60s);
  w.start_kubelet();
  w.run(60s);
  CHECK(w.container("web").ready);
  CHECK(status_of_debugger(w).state.terminated);
  CHECK(status_of_debugger(w).restart_count == 0);
}

TEST_CASE("an ephemeral container sees the processes of its target") {
  const auto processes = [](const std::string& target) {
    NodeWorld w;
    w.create("web", one());
    w.run(10s);
    debug(w, "app-debug:1", target);
    w.run(5s);
    const auto client = std::make_shared<testing::CommandClient>();
    w.host.runtime.exec(status_of_debugger(w).container_id.str().substr(13), {"ps"}, {.out = true}, client);
    w.run(1s);
    return client->out;
  };
  CHECK(processes("main") ==
        "PID   USER     COMMAND\n    1 root     app\n    6 root     app-debug\n    7 root     ps\n");
  CHECK(processes("") == "PID   USER     COMMAND\n    1 root     app-debug\n    7 root     ps\n");
}
