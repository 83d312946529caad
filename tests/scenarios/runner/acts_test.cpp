// Every fault of the world can be asked for in a scenario, does what it says, and is undone.
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/run.h"
#include "tests/scenarios/runner/web.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::scenario;

namespace {

// An act read from a scenario's step, on a cluster of its own.
struct Doing {
  explicit Doing(const std::string& step, ClusterOptions options = {})
      : document("test.yaml", step),
        act(read_act(Section(document))),
        cluster(web_cluster(std::move(options))) {}
  void begin() { REQUIRE(act->begin(*cluster, random).ok()); }
  void end() {
    REQUIRE(act->undoable());
    REQUIRE(act->end(*cluster).ok());
  }
  sim::Machine& machine(const char* name) { return cluster->world().machine(name).machine; }
  sim::Path path(const char* from, const char* to) {
    return cluster->world().topology().path(machine(from).vertex(), machine(to).vertex());
  }
  bool node_is(const char* is) {
    const Document wanted("wanted.yaml", "node: node-1\nis: \"" + std::string(is) + "\"\n");
    return read_condition(Section(wanted))->look(*cluster).holds;
  }
  int restarts() {
    int sum = 0;
    cluster->each(Pod::info(), "default", [&](const ObjectRef& pod) {
      for (const ContainerStatus& status : static_cast<const Pod&>(*pod).status.value().container_statuses)
        sum += status.restart_count;
    });
    return sum;
  }

  Document document;
  std::unique_ptr<Act> act;
  std::unique_ptr<Cluster> cluster;
  Random random{1};
};

Outcome run_text(const std::string& text) {
  Scenario scenario = read_scenario("test.yaml", text);
  Outcome outcome = run(scenario);
  for (const std::string& trouble : outcome.troubles) UNSCOPED_INFO(trouble);
  return outcome;
}

}  // namespace

TEST_CASE("power-off takes a machine's power until it is undone and has booted") {
  Doing it("do: power-off\nnode: node-1\n");
  it.begin();
  CHECK(it.machine("node-1").power() == sim::Power::kOff);
  it.end();
  it.cluster->run_for(30s);
  CHECK(it.machine("node-1").power() == sim::Power::kOn);
}

TEST_CASE("reboot: a machine is away as long as it boots, and its containers are started anew") {
  Doing it("do: reboot\nnode: node-1\n");
  it.begin();
  CHECK_FALSE(it.act->undoable());
  CHECK(it.machine("node-1").power() == sim::Power::kBooting);
  it.cluster->run_for(60s);
  CHECK(it.machine("node-1").running());
  CHECK(it.restarts() == 1);
}

TEST_CASE("pause freezes a machine, and afterwards it goes on where it was") {
  Doing it("do: pause\nnode: node-1\n");
  it.begin();
  it.cluster->run_for(30s);
  CHECK_FALSE(it.machine("node-1").running());
  it.end();
  it.cluster->run_for(30s);
  CHECK(it.machine("node-1").running());
  CHECK(it.restarts() == 0);
}

TEST_CASE("stop-kubelet: the node is missed until its kubelet is started, and its containers go on") {
  Doing it("do: stop-kubelet\nnode: node-1\n");
  it.begin();
  it.cluster->run_for(70s);
  CHECK(it.node_is("Unknown"));
  it.end();
  it.cluster->run_for(10s);
  CHECK(it.node_is("True"));
  CHECK(it.restarts() == 0);
}

TEST_CASE("a kubelet is not started on a machine without power") {
  Doing it("do: start-kubelet\nnode: node-1\n");
  REQUIRE(it.cluster->chaos().power_off("node-1").ok());
  const Status started = it.act->begin(*it.cluster, it.random);
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message == "the machine of node-1/kubelet is off");
}

TEST_CASE("kill-container ends a container with the exit code asked for") {
  Doing it("do: kill-container\npods: web\nexit-code: 3\n");
  it.begin();
  it.cluster->run_for(10s);
  CHECK(it.restarts() == 1);
}

TEST_CASE("cut-link stops both directions, or one, until it is mended") {
  Doing both("do: cut-link\nfrom: node-1\nto: control-plane\n");
  both.begin();
  CHECK_FALSE(both.path("node-1", "control-plane").up);
  CHECK_FALSE(both.path("control-plane", "node-1").up);
  CHECK(both.path("node-1", "node-2").up);
  both.end();
  CHECK(both.path("node-1", "control-plane").up);

  Doing one("do: cut-link\nfrom: node-1\nto: control-plane\none-way: true\n");
  one.begin();
  CHECK_FALSE(one.path("node-1", "control-plane").up);
  CHECK(one.path("control-plane", "node-1").up);
  one.end();
  CHECK(one.path("node-1", "control-plane").up);
}

TEST_CASE("slow-link adds latency, jitter and loss until it is mended") {
  Doing it("do: slow-link\nfrom: node-1\nlatency: 100ms\njitter: 5ms\nloss: 2.5\n");
  const sim::Path before = it.path("node-1", "node-2");
  it.begin();
  const sim::Path slow = it.path("node-1", "node-2");
  CHECK(slow.latency == before.latency + 100ms);
  CHECK(slow.jitter == before.jitter + 5ms);
  CHECK(slow.loss.numerator * 40 == slow.loss.denominator);
  it.end();
  CHECK(it.path("node-1", "node-2").latency == before.latency);
}

TEST_CASE("stop-api-server and stop-registry: nobody answers until they are started") {
  Doing api("do: stop-api-server\n");
  api.begin();
  CHECK(api.cluster->remove(Pod::info(), {"default", "web"}).code == 503);
  api.end();
  CHECK(api.cluster->remove(Pod::info(), {"default", "web"}).code == 404);

  Doing registry("do: stop-registry\n");
  registry.begin();
  CHECK_FALSE(registry.cluster->world().registry().available());
  registry.end();
  CHECK(registry.cluster->world().registry().available());
}

TEST_CASE("acts at random times that overlap are each undone, on the machine that they were about") {
  const Outcome outcome = run_text(R"(
name: overlapping
cluster: {nodes: 5}
random:
- {every: 10s, between: 0s..120s, do: power-off, node: random, for: 40s}
- {every: 20s, between: 0s..120s, do: stop-kubelet, node: random, for: 30s}
liveness: 60s
)");
  CHECK(outcome.held());
  for (const std::string& node : outcome.cluster->node_names())
    CHECK(outcome.cluster->world().machine(node).machine.running());
}

TEST_CASE("an act that chance can never do is told, with its place") {
  const Outcome outcome =
      run_text("name: x\nrandom:\n- {every: 5s, between: 0s..60s, do: delete-pod, pods: wbe}\n");
  CHECK(outcome.troubles ==
        std::vector<std::string>{
            "test.yaml:3: random[0]: delete a pod of wbe: there is no running pod of wbe"});
}

TEST_CASE("what a reboot has undone before its time is no trouble, and what cannot begin is one") {
  const Outcome outcome = run_text(R"(
name: collisions
steps:
- {at: 0s, do: stop-kubelet, node: node-1, for: 100s}
- {at: 10s, do: reboot, node: node-1}
- {at: 20s, do: stop-api-server, for: 30s}
- {at: 30s, do: stop-api-server, for: 30s}
)");
  CHECK(outcome.troubles ==
        std::vector<std::string>{"test.yaml:7: steps[3]: stop the API server: apiserver is not running"});
}

TEST_CASE("stop-scheduler and stop-controller-manager: of the replica on one machine, or of who leads") {
  ClusterOptions options;
  options.leadership.schedulers = 2;
  Doing leader("do: stop-scheduler\n", options);
  REQUIRE(leader.cluster->scheduler() != nullptr);
  leader.begin();
  CHECK(leader.act->told().starts_with("stop the scheduler on control-plane"));
  CHECK(leader.cluster->scheduler() == nullptr);
  leader.cluster->run_for(30s);
  CHECK(leader.cluster->scheduler() != nullptr);  // the other
  leader.end();

  Doing named("do: stop-controller-manager\nmachine: control-plane\n");
  named.begin();
  CHECK(named.act->begin(*named.cluster, named.random).error().message == "controllers is not running");
  REQUIRE(
      named.cluster->remove(Pod::info(), key_of(*named.cluster->ClusterView::all<Pod>("default")[0])).ok());
  named.cluster->run_for(1min);
  CHECK(named.cluster->ClusterView::all<Pod>("default").size() == 2);
  named.end();
  named.cluster->run_for(10s);
  CHECK(named.cluster->ClusterView::all<Pod>("default").size() == 3);
}

TEST_CASE("apply: a manifest of the scenario's, at its time") {
  Doing doing(
      "do: apply\nmanifest: |\n  {apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {a: b}}\n");
  CHECK(doing.act->told() == "apply configmap/late");
  doing.begin();
  const auto map = doing.cluster->ClusterView::find<ConfigMap>(Key{"default", "late"});
  REQUIRE(map);
  CHECK(map->data.get("a") == "b");
}

TEST_CASE("add-node and remove-node: workers come, and go with their machines") {
  const Outcome outcome = run_text(R"(
name: workers
cluster: {nodes: 1}
steps:
- {at: 1s, do: add-node, node: extra, cpu: 2}
- {at: 20s, do: remove-node, node: extra}
expect:
- {name: it is Ready, within: 1s..15s, nodes: extra, ready: true, count: 1}
- {name: it is gone, within: 20s..21s, nodes: "*", count: 2}
- {name: and stays away, always: 21s..60s, nodes: extra, count: 0}
)");
  CHECK(outcome.held());
  CHECK(outcome.cluster->world().find("extra") == nullptr);
}

TEST_CASE("cloud-stock: a group's machines run out until it is undone") {
  ClusterOptions options;
  options.node_groups.emplace_back().group.name = "g";
  options.node_groups.back().group.max = 9;
  Doing it("do: cloud-stock\ngroup: g\nstock: 0\n", std::move(options));
  const auto fails = [&](std::size_t machine) {
    REQUIRE(it.cluster->cloud()->increase("g", 1).ok());
    it.cluster->run_for(20s);
    return it.cluster->cloud()->instances("g").at(machine).error.has_value();
  };
  it.begin();
  CHECK(fails(0));
  it.end();
  CHECK_FALSE(fails(1));
}
