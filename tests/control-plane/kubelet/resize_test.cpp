// Changes to what the containers of a running pod may use.
#include <nlohmann/json.hpp>

#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

ResourceRequirements share(const char* cpu, const char* memory) {
  const ResourceList list = {{"cpu", *Quantity::parse(cpu)}, {"memory", *Quantity::parse(memory)}};
  return {list, list, {}};
}

PodSpec one(const char* cpu, const char* memory) {
  Container container = make::container("main");
  container.resources = share(cpu, memory);
  return make::spec({container});
}

void resize(NodeWorld& w, const char* cpu, const char* memory, const std::string& name = "web") {
  w.change(name, "resize",
           [&](Pod& pod) { pod.spec.edit().containers.edit()[0].resources = share(cpu, memory); });
}

const Condition* pending(const Ref<const Pod>& pod) {
  return find_condition(pod->status->conditions, "PodResizePending");
}

}  // namespace

TEST_CASE("a running container shows what it was given, and gets more without a restart") {
  NodeWorld w;
  w.create("web", one("500m", "100Mi"));
  w.run(10s);
  const ContainerStatus before = w.container("web");
  CHECK(before.resources == share("500m", "100Mi"));
  resize(w, "800m", "100Mi");
  w.run(10ms);
  const auto progress = w.find("web");
  CHECK(find_condition(progress->status->conditions, "PodResizeInProgress") != nullptr);
  CHECK(w.container("web").resources == share("500m", "100Mi"));
  w.run(2s);
  const auto after = w.find("web");
  CHECK(w.container("web").resources == share("800m", "100Mi"));
  CHECK(w.container("web").container_id == before.container_id);
  CHECK(w.container("web").restart_count == 0);
  CHECK(find_condition(after->status->conditions, "PodResizeInProgress") == nullptr);
  CHECK(pending(after) == nullptr);
}

TEST_CASE("a resize that the node can never grant is infeasible, and can be taken back") {
  NodeWorld w;
  w.create("web", one("500m", "100Mi"));
  w.run(10s);
  resize(w, "8", "100Mi");
  w.run(2s);
  REQUIRE(pending(w.find("web")) != nullptr);
  CHECK(pending(w.find("web"))->status == "True");
  CHECK(pending(w.find("web"))->reason == "Infeasible");
  CHECK(pending(w.find("web"))->message ==
        "Node didn't have enough capacity: cpu, requested: 8000, capacity: 4000");
  CHECK(w.container("web").resources == share("500m", "100Mi"));
  resize(w, "500m", "100Mi");
  w.run(2s);
  CHECK(pending(w.find("web")) == nullptr);
}

TEST_CASE("a resize waits for room, and is granted when another pod goes") {
  NodeWorld w;
  w.create("other", one("3", "100Mi"));
  w.run(5s);
  w.create("web", one("500m", "100Mi"));
  w.run(10s);
  resize(w, "2", "100Mi");
  w.run(2s);
  REQUIRE(pending(w.find("web")) != nullptr);
  CHECK(pending(w.find("web"))->reason == "Deferred");
  CHECK(pending(w.find("web"))->message ==
        "Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000");
  w.remove("other", 1);
  w.run(10s);
  CHECK(pending(w.find("web")) == nullptr);
  CHECK(w.container("web").resources == share("2", "100Mi"));
}

TEST_CASE("a resize waits for room, and is granted when another pod shrinks") {
  NodeWorld w;
  w.create("other", one("3", "100Mi"));
  w.run(5s);
  w.create("web", one("500m", "100Mi"));
  w.run(10s);
  resize(w, "2", "100Mi");
  resize(w, "1", "100Mi", "other");
  w.run(2s);
  CHECK(w.container("other").resources == share("1", "100Mi"));
  CHECK(w.container("web").resources == share("2", "100Mi"));
}

TEST_CASE("what a resize took is given back with the pod") {
  NodeWorld w;
  w.create("web", one("500m", "100Mi"));
  w.run(5s);
  resize(w, "3", "100Mi");
  w.run(5s);
  w.create("large", one("2", "100Mi"));
  w.run(5s);
  CHECK(w.find("large")->status->reason == "OutOfcpu");
  w.remove("web", 1);
  w.run(10s);
  w.create("full", one("4", "100Mi"));
  w.run(10s);
  CHECK(w.find("full")->status->phase == "Running");
}

TEST_CASE("a container whose policy wants a restart gets it at once, whatever its back-off") {
  NodeWorld w;
  PodSpec spec = one("500m", "100Mi");
  spec.containers.edit()[0].rest = Tree(nlohmann::json{
      {"resizePolicy", {{{"resourceName", "memory"}, {"restartPolicy", "RestartContainer"}}}}});
  w.create("web", spec);
  w.run(10s);
  resize(w, "600m", "100Mi");
  w.run(5s);
  CHECK(w.container("web").restart_count == 0);
  resize(w, "600m", "80Mi");
  w.run(5s);
  CHECK(w.container("web").restart_count == 1);
  CHECK(w.container("web").ready);
  CHECK(w.container("web").resources == share("600m", "80Mi"));
  const auto told = w.events("web");
  CHECK(std::find(told.begin(), told.end(), "Normal Killing Container main resize requires restart") !=
        told.end());
}

TEST_CASE("memory is what counts: a leaking program lives longer with a higher limit") {
  const auto lives = [](const char* limit) {
    NodeWorld w;
    sim::AppModel leaking = NodeWorld::model("leak*");
    leaking.memory = {.start = 10 << 20, .growth = 1 << 20};
    w.world.applications().add(leaking);
    PodSpec spec = one("100m", "50Mi");
    spec.containers.edit()[0].image = "leak:1";
    w.create("web", spec);
    w.run(20s);
    resize(w, "100m", limit);
    w.run(60s);
    return w.container("web").restart_count == 0;
  };
  CHECK_FALSE(lives("50Mi"));
  CHECK(lives("200Mi"));
}

TEST_CASE("a kubelet that starts anew goes on with what had to wait") {
  NodeWorld w;
  w.create("other", one("3", "100Mi"));
  w.run(5s);
  w.create("web", one("500m", "100Mi"));
  w.run(10s);
  resize(w, "2", "100Mi");
  w.run(2s);
  w.kill_kubelet();
  w.run(5s);
  w.start_kubelet();
  w.run(10s);
  REQUIRE(pending(w.find("web")) != nullptr);
  CHECK(pending(w.find("web"))->reason == "Deferred");
  CHECK(w.container("web").resources == share("500m", "100Mi"));
  w.remove("other", 1);
  w.run(10s);
  CHECK(w.container("web").resources == share("2", "100Mi"));
}
