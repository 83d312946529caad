// The node itself: registration, heartbeats, restarts of kubelet and machine.
#include "control-plane/objects/kinds/lease.h"
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

PodSpec web() { return make::spec({make::container("main")}); }

const Condition& condition(const Node& node, const char* type) {
  const Condition* found = find_condition(node.status->conditions, type);
  REQUIRE(found != nullptr);
  return *found;
}

bool contains(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

TEST_CASE("a node registers, is soon ready, and says what it has") {
  NodeWorld w;
  w.run(1s);
  const Ref<const Node> node = w.node();
  REQUIRE(node);
  CHECK(condition(*node, "Ready").is_true());
  CHECK(condition(*node, "Ready").reason == "KubeletReady");
  CHECK(condition(*node, "MemoryPressure").reason == "KubeletHasSufficientMemory");
  CHECK(node->metadata.labels.get("kubernetes.io/hostname") == "n1");
  CHECK(node->status->capacity.get("memory").str() == "16Gi");
  CHECK(node->status->allocatable.get("memory").str() == "16284Mi");
  CHECK(node->status->allocatable.get("pods").value() == 110);
  CHECK(node->status->node_info->kubelet_version == "v1.33.0");
  const auto events = w.events("n1");
  CHECK(contains(events, "Normal Starting Starting kubelet."));
  CHECK(contains(events, "Normal NodeHasSufficientMemory Node n1 status is now: NodeHasSufficientMemory"));
  CHECK(contains(events, "Normal NodeReady Node n1 status is now: NodeReady"));
}

TEST_CASE("the status is written every five minutes, the lease renewed every ten seconds") {
  NodeWorld w;
  w.run(1s);
  const TimePoint start = w.engine.now();
  const TimePoint first = condition(*w.node(), "Ready").last_heartbeat_time;
  w.run(290s);
  CHECK(condition(*w.node(), "Ready").last_heartbeat_time == first);
  CHECK(w.lease_renewed() > start + 280s);
  w.run(20s);
  CHECK(condition(*w.node(), "Ready").last_heartbeat_time > first);
}

TEST_CASE("a node that others call not ready says otherwise within ten seconds") {
  NodeWorld w;
  w.run(1s);
  w.call_node_unknown();
  w.run(11s);
  CHECK(condition(*w.node(), "Ready").is_true());
}

TEST_CASE("pulled images appear in the node's status") {
  NodeWorld w;
  w.create("web", web());
  w.run(20s);
  REQUIRE(w.node()->status->images.size() == 1);
  CHECK(w.node()->status->images[0].size_bytes == 6'000'000);
}

TEST_CASE("a restarted kubelet finds its pods running and leaves them alone") {
  NodeWorld w;
  w.create("web", web());
  w.create("going", web());
  w.run(10s);
  const ContainerStatus before = w.container("web");
  w.kill_kubelet();
  w.remove("going", 0);
  w.run(30s);
  w.start_kubelet();
  w.run(20s);
  CHECK(w.container("web") == before);
  CHECK(w.host.runtime.sandboxes().size() == 1);  // what was deleted meanwhile is cleaned up
  const std::string id = before.container_id.str().substr(13);
  REQUIRE(w.host.runtime.kill(id, 1).ok());
  w.run(3s);
  CHECK(w.container("web").restart_count == 1);
}

TEST_CASE("a container that exits while no kubelet looks is restarted by the next one") {
  NodeWorld w;
  w.create("web", web());
  w.run(10s);
  w.kill_kubelet();
  REQUIRE(w.host.runtime.kill(w.container("web").container_id.str().substr(13), 1).ok());
  w.run(5s);
  CHECK(w.container("web").state.running);
  w.start_kubelet();
  w.run(3s);
  CHECK(w.container("web").restart_count == 1);
}

TEST_CASE("S12: after a reboot the same pods run again, each container restarted once") {
  NodeWorld w;
  w.create("web", web());
  w.run(10s);
  const Text uid = w.find("web")->metadata.uid;
  w.host.machine.power_off();
  w.kill_kubelet();
  w.run(60s);
  w.host.machine.on_boot([&] { w.start_kubelet(); });
  w.host.machine.power_on();
  w.run(25s);
  CHECK(w.find("web")->metadata.uid == uid);
  CHECK(w.find("web")->status->phase == "Running");
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.container("web").ready);
  CHECK(w.container("web").last_state.terminated->exit_code == 255);
  CHECK(w.host.runtime.sandboxes().size() == 1);
  CHECK(contains(w.events("web"),
                 "Normal SandboxChanged Pod sandbox changed, it will be killed and re-created."));
  CHECK(contains(w.events("n1"), "Warning Rebooted Node n1 has been rebooted, boot id: boot-" +
                                     std::to_string(w.host.machine.boots())));
}
