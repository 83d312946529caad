// Pods from binding to their end, on one node.
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

using Lines = std::vector<std::string>;

PodSpec one(const std::string& image, const std::string& policy = "Always") {
  Container container = make::container("main");
  container.image = image;
  return make::spec({container}, policy);
}

}  // namespace

TEST_CASE("a pod gets from binding to Running in two writes, and its events tell how") {
  NodeWorld w;
  w.run(5s);
  w.create("web", one("app:1"));
  w.run(4s);
  CHECK(w.story == Lines{"Pending - ContainerCreating", "Running ready"});
  CHECK(w.pod_writes == 2);
  const Ref<const Pod> pod = w.find("web");
  CHECK(pod->status->pod_ip.size() > 0);
  CHECK(pod->status->host_ip == w.host.machine.address());
  CHECK(w.events("web") ==
        Lines{"Normal Pulling Pulling image \"app:1\"",
              "Normal Pulled Successfully pulled image \"app:1\" in 460ms (460ms including waiting). Image "
              "size: 6000000 bytes.",
              "Normal Created Created container: main", "Normal Started Started container main"});
  w.create("web2", one("app:1"));
  w.run(3s);
  CHECK(w.events("web2").front() == "Normal Pulled Container image \"app:1\" already present on machine");
}

TEST_CASE("a running pod costs nothing: only the lease is renewed") {
  NodeWorld w;
  w.create("web", one("app:1"));
  w.run(60s);
  const std::uint64_t writes = w.pod_writes, before = w.engine.executed();
  w.run(60s);
  CHECK(w.pod_writes == writes);
  CHECK(w.engine.executed() - before < 60);  // six renewals, each a handful of tasks
}

TEST_CASE("S02: a crashed process is restarted in place at once, without anybody else") {
  NodeWorld w;
  w.create("web", one("app:1"));
  w.run(10s);
  const Ref<const Pod> before = w.find("web");
  const std::string id = w.container("web").container_id.str().substr(13);
  REQUIRE(w.host.runtime.kill(id, 1).ok());
  w.run(2500ms);
  const Ref<const Pod> after = w.find("web");
  CHECK(after->status->phase == "Running");
  CHECK(after->metadata.uid == before->metadata.uid);
  CHECK(after->status->pod_ip == before->status->pod_ip);
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.container("web").ready);
  CHECK(w.container("web").last_state.terminated->exit_code == 1);
}

TEST_CASE(
    "S03: a container that exits 10 s after its start is restarted at 10, 30, 60, 110, 200, 370, 680 s") {
  NodeWorld w;
  sim::AppModel crashing = NodeWorld::model("crash*");
  crashing.exits = {{.after = {10s, 10s}, .code = 1}};
  w.world.applications().add(crashing);
  w.create("web", one("crash:1"));
  w.run(1000s);
  const std::vector<double> expected = {10, 30, 60, 110, 200, 370, 680, 990};
  REQUIRE(w.restarts.size() >= 7);
  for (std::size_t i = 0; i < w.restarts.size(); ++i) {
    CHECK(w.restarts[i] >= expected[i]);
    CHECK(w.restarts[i] <= expected[i] + 8);
  }
  CHECK(w.event_count("web", "BackOff") >= 5);  // then the recorder's spam filter holds back
}

TEST_CASE("CrashLoopBackOff shows only while a container waits") {
  NodeWorld w;
  sim::AppModel crashing = NodeWorld::model("crash*");
  crashing.exits = {{.after = {0s, 0s}, .code = 1}};
  w.world.applications().add(crashing);
  w.create("web", one("crash:1"));
  w.run(320s);
  CHECK(w.restarts.size() == 6);  // at 0, 10, 30, 70, 150 and 310 s
  CHECK(w.restarts[0] < 5);
  CHECK(w.restarts[3] > 70);
  CHECK(w.restarts[3] < 76);
  w.run(10s);
  const ContainerStatus waits = w.container("web");
  REQUIRE(waits.state.waiting);
  CHECK(waits.state.waiting->reason == "CrashLoopBackOff");
  CHECK(waits.state.waiting->message.view().starts_with(
      "back-off 5m0s restarting failed container=main pod=web_default("));
}

TEST_CASE("a bad image is tried at 0, 10, 30, 70 s and says ErrImagePull, then ImagePullBackOff") {
  NodeWorld w;
  w.world.registry().set_missing("docker.io/library/bad:1");
  w.run(5s);
  w.create("web", one("bad:1"));
  w.run(100s);
  CHECK(w.story[1] == "Pending - ErrImagePull");
  CHECK(w.story[2] == "Pending - ImagePullBackOff");
  CHECK(w.event_count("web", "Pulling") == 4);
  CHECK(w.event_count("web", "BackOff") == 4);
  const ContainerStatus status = w.container("web");
  CHECK(status.state.waiting->message.view().starts_with("Back-off pulling image \"bad:1\": ErrImagePull: "));
}

TEST_CASE("an image that may not be pulled, and one that has no valid name, are told apart") {
  NodeWorld w;
  PodSpec never = one("app:9");
  never.containers.edit()[0].image_pull_policy = "Never";
  w.create("never", never);
  w.create("odd", one("App:::1"));
  w.run(3s);
  CHECK(w.container("never").state.waiting->reason == "ErrImageNeverPull");
  CHECK(w.container("odd").state.waiting->reason == "InvalidImageName");
}

TEST_CASE(
    "S05: liveness fails at 35, 40, 45 s, the kill takes the grace of 30 s, the second restart 10 s more") {
  NodeWorld w;
  sim::AppModel stuck = NodeWorld::model("stuck*");
  stuck.failures = {{.from = 31s, .status = 500, .target = "*"}};
  stuck.ignores_term = true;
  w.world.applications().add(stuck);
  PodSpec spec = one("stuck:1");
  Probe& probe = spec.containers.edit()[0].liveness_probe.edit();
  probe.exec.edit().command = {"cat", "/tmp/healthy"};
  probe.initial_delay_seconds = 5;
  probe.period_seconds = 5;
  w.create("web", spec);
  w.run(190s);
  CHECK(w.event_count("web", "Unhealthy") == 6);
  CHECK(w.event_count("web", "Killing") == 2);
  REQUIRE(w.restarts.size() == 2);
  CHECK(w.restarts[0] > 75);
  CHECK(w.restarts[0] < 79);
  CHECK(w.restarts[1] > 155);
  CHECK(w.restarts[1] < 168);
}

TEST_CASE("readiness follows the probe: not ready, ready, and not ready again after three failures") {
  NodeWorld w;
  sim::AppModel slow = NodeWorld::model("slow*");
  slow.ready_after = {8s, 8s};
  slow.failures = {{.from = 60s, .status = 500}};
  w.world.applications().add(slow);
  PodSpec spec = one("slow:1");
  spec.containers.edit()[0].readiness_probe.edit().http_get.edit().port = 80;
  w.create("web", spec);
  w.run(100s);
  CHECK(w.story == Lines{"Pending - ContainerCreating", "Running -", "Running ready", "Running -"});
  CHECK(w.restarts.empty());
}

TEST_CASE("an ended pod that never restarts is Succeeded or Failed and keeps its container's end") {
  NodeWorld w;
  sim::AppModel job = NodeWorld::model("job*");
  job.exits = {{.after = {3s, 3s}, .code = 0}};
  w.world.applications().add(job);
  w.create("job", one("job:1", "Never"));
  w.run(10s);
  CHECK(w.story.back() == "Succeeded - Completed");
  w.remove("job");
  w.run(2s);
  CHECK_FALSE(w.find("job"));
  CHECK(w.host.runtime.sandboxes().empty());
}

TEST_CASE("a pod is gone within its grace period, with a final status before") {
  NodeWorld w;
  w.create("web", one("app:1"));
  w.run(10s);
  w.remove("web");
  w.run(300ms);
  CHECK(w.find("web"));
  w.run(1s);
  CHECK_FALSE(w.find("web"));
  CHECK(w.story.back() == "Succeeded - Completed");
  CHECK(w.events("web").back() == "Normal Killing Stopping container main");
  CHECK(w.host.runtime.sandboxes().empty());
}

TEST_CASE("who ignores SIGTERM is killed when the grace period ends, or a shorter one given later") {
  NodeWorld w;
  sim::AppModel deaf = NodeWorld::model("deaf*");
  deaf.ignores_term = true;
  w.world.applications().add(deaf);
  w.create("web", one("deaf:1"));
  w.run(10s);
  w.remove("web");
  w.run(29s);
  CHECK(w.find("web"));
  w.run(2s);
  CHECK_FALSE(w.find("web"));
  CHECK(w.story.back() == "Failed - Error");
  w.create("web", one("deaf:1"));
  w.run(10s);
  w.remove("web");
  w.run(5s);
  w.remove("web", 1);
  w.run(3s);
  CHECK_FALSE(w.find("web"));
}

TEST_CASE("a force-deleted pod's containers are given two seconds") {
  NodeWorld w;
  sim::AppModel deaf = NodeWorld::model("deaf*");
  deaf.ignores_term = true;
  w.world.applications().add(deaf);
  w.create("web", one("deaf:1"));
  w.run(10s);
  w.remove("web", 0);
  CHECK_FALSE(w.find("web"));
  w.run(1500ms);
  CHECK(w.host.runtime.sandboxes().size() == 1);
  w.run(1s);
  CHECK(w.host.runtime.sandboxes().empty());
}

TEST_CASE("a pod that is too big is refused by the node itself, and stays as Failed") {
  NodeWorld w;
  PodSpec big = one("app:1");
  big.containers.edit()[0].resources.requests = {{"cpu", Quantity::of(5)}};
  w.create("big", big);
  w.run(2s);
  const Ref<const Pod> pod = w.find("big");
  CHECK(pod->status->phase == "Failed");
  CHECK(pod->status->reason == "OutOfcpu");
  CHECK(pod->status->message ==
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000");
}

TEST_CASE("a pod past its active deadline fails with DeadlineExceeded") {
  NodeWorld w;
  PodSpec spec = one("app:1");
  spec.active_deadline_seconds = 20;
  w.create("web", spec);
  w.run(25s);
  const Ref<const Pod> pod = w.find("web");
  CHECK(pod->status->phase == "Failed");
  CHECK(pod->status->reason == "DeadlineExceeded");
}

TEST_CASE("a container that exceeds its memory limit is OOMKilled and restarted") {
  NodeWorld w;
  sim::AppModel leaky = NodeWorld::model("leak*");
  leaky.memory = {.start = 10LL << 20, .growth = 10LL << 20};
  w.world.applications().add(leaky);
  PodSpec spec = one("leak:1");
  spec.containers.edit()[0].resources.limits = {{"memory", Quantity::bytes(64LL << 20)}};
  w.create("web", spec);
  w.run(10s);
  const ContainerStatus status = w.container("web");
  CHECK(status.restart_count == 1);
  CHECK(status.last_state.terminated->reason == "OOMKilled");
  CHECK(status.last_state.terminated->exit_code == 137);
}

TEST_CASE("the same seed gives the same run") {
  const auto fingerprint = [] {
    NodeWorld w(7);
    w.create("web", one("app:1"));
    w.run(30s);
    w.remove("web");
    w.run(30s);
    return w.engine.fingerprint();
  };
  CHECK(fingerprint() == fingerprint());
}

TEST_CASE("init containers run first, a sidecar beside, and a pod ends although its sidecar ran on") {
  NodeWorld w;
  sim::AppModel job = NodeWorld::model("job*");
  job.exits = {{.after = {3s, 3s}, .code = 0}};
  w.world.applications().add(job);
  PodSpec spec = one("job:1", "Never");
  Container init = make::container("init");
  init.image = "job:1";
  spec.init_containers = {init, make::sidecar("proxy")};
  w.create("job", spec);
  w.run(20s);
  CHECK(w.story == Lines{"Pending - PodInitializing", "Running ready", "Succeeded - Completed"});
  const Ref<const Pod> pod = w.find("job");
  CHECK(pod->status->init_container_statuses[0].state.terminated->exit_code == 0);
  CHECK(pod->status->init_container_statuses[1].state.terminated);
}

TEST_CASE("what happened while the API server was out of reach is told afterwards") {
  NodeWorld w;
  w.create("web", one("app:1"));
  w.run(10s);
  const std::string id = w.container("web").container_id.str().substr(13);
  REQUIRE(w.world.chaos().cut_link("n1", "control", false).ok());
  REQUIRE(w.host.runtime.kill(id, 1).ok());
  w.run(100s);
  CHECK(w.container("web").restart_count == 0);
  REQUIRE(w.world.chaos().mend_link("n1", "control").ok());
  w.run(60s);
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.container("web").ready);
}

TEST_CASE("a status write that meets another's is made anew on top of it") {
  NodeWorld w;
  w.create("web", one("app:1"));
  w.run(10s);
  const std::string id = w.container("web").container_id.str().substr(13);
  REQUIRE(w.host.runtime.kill(id, 1).ok());
  for (int i = 0; i < 3000; ++i) {  // somebody labels the pod all the time
    w.label("web", std::to_string(i));
    w.run(1ms);
  }
  w.run(1s);
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.find("web")->metadata.labels.get("note") == "2999");
}
