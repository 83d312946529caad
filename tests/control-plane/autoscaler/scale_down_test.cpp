#include "control-plane/autoscaler/scale_down.h"

#include <nlohmann/json.hpp>

#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/cloud.h"
#include "tests/control-plane/autoscaler/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::autoscaler;
using make::replicas;

namespace {

Ref<Pod> replica(const char* name, make::PodOptions options = {}) {
  return copy(*replicas(name, 1, std::move(options)).front());
}

std::string why_not(const Pod& pod, const Budgets& budgets = {}) {
  const NodeDrain drain = drain_of({Ref<const Pod>::share(&pod)}, budgets, {}, TimePoint{1h});
  const std::size_t colon = drain.blocked.find(": ");
  return colon == std::string::npos ? "" : drain.blocked.substr(colon + 2);
}

// Ready nodes of one group, each of 4 cores.
struct Pool {
  explicit Pool(int size, int min = 0) {
    sim::CloudGroup group{.size = size};
    group.group.name = "g";
    group.group.min = min;
    group.group.max = 100;
    cloud = std::make_unique<sim::SimCloud>(engine, chronicle, engine.random("cloud"),
                                            std::vector<sim::CloudGroup>{group},
                                            sim::CloudHooks{.up = [](const auto&...) {},
                                                            .down = [](const auto&) {},
                                                            .exists = [](const auto&) { return true; }});
    cloud->begin();
    for (int i = 1; i <= size; ++i) add("g-" + std::to_string(i));
    view.settle();
  }

  void add(const std::string& name, const char* ready = "True") {
    Ref<Node> node = copy(*make::node(name));
    Condition condition;
    condition.type_ = "Ready";
    condition.status = ready;
    node->status.edit().conditions = {condition};
    view.set_node(node);
  }
  void run(const std::string& node, const char* cpu, int count = 1) {
    for (const auto& pod : replicas("p" + std::to_string(++named_), count, {.cpu = cpu}))
      view.add_pod(pod, node);
  }
  std::vector<std::string> unneeded(TimePoint now) {
    WhatIf what_if(view);
    planner.update(scene(what_if, now));
    std::vector<std::string> names;
    for (const auto& [node, since] : planner.unneeded()) names.push_back(node.str());
    return names;
  }
  std::vector<std::string> leavers(TimePoint now, int emptying = 0, int draining = 0) {
    unneeded(now);
    WhatIf what_if(view);
    std::vector<std::string> names;
    for (const Leaver& leaver : planner.leavers(scene(what_if, now), emptying, draining))
      names.push_back(leaver.node.str());
    return names;
  }
  ScaleDownScene scene(WhatIf& what_if, TimePoint now) {
    return {plugins, what_if, *cloud, budgets, going, now};
  }

  Engine engine;
  MemoryChronicle chronicle;
  std::unique_ptr<sim::SimCloud> cloud;
  SchedulingView view;
  PluginSet plugins = make::plugins();
  Budgets budgets;
  std::set<Text> going;
  ScaleDownOptions options;
  ScaleDownPlanner planner{options};

 private:
  int named_ = 0;
};

using NodeNames = std::vector<std::string>;
constexpr TimePoint kStart{1h};

}  // namespace

TEST_CASE(
    "pods block the departure of their node for the reasons of cluster-autoscaler, unless called safe") {
  Ref<Pod> pod = replica("web");
  CHECK(why_not(*pod).empty());
  CHECK(why_not(*make::pod("bare")) == "not replicated");
  Ref<Pod> kept = copy(*pod);
  kept->metadata.annotations.set(kSafeToEvict, "false");
  CHECK(why_not(*kept) == "pod annotated as not safe to evict present");
  Ref<Pod> local = copy(*pod);
  local->spec.edit().volumes = {{"cache", Tree(nlohmann::json{{"emptyDir", nlohmann::json::object()}})}};
  CHECK(why_not(*local) == "pod with local storage present: cache");
  Ref<Pod> listed = copy(*local);
  listed->metadata.annotations.set(kSafeVolumes, "other,cache");
  CHECK(why_not(*listed).empty());
  local->metadata.annotations.set(kSafeToEvict, "true");
  CHECK(why_not(*local).empty());
  Ref<Pod> system = copy(*pod);
  system->metadata.namespace_ = "kube-system";
  system->status.edit().start_time = TimePoint{50min};
  CHECK(why_not(*system) == "non-daemonset, non-mirrored, non-pdb-assigned kube-system pod present");
  system->status.edit().start_time = TimePoint{-1min};  // it has blocked for an hour
  CHECK(why_not(*system).empty());
  Ref<Pod> guarded = replica("db", {.labels = {{"app", "db"}}});
  auto budget = make_ref<PodDisruptionBudget>();
  budget->metadata.namespace_ = "default";
  LabelSelector selector;
  selector.match_labels = {{"app", "db"}};
  budget->spec.edit().selector = selector;
  budget->status.edit().disruptions_allowed = 0;
  CHECK(why_not(*guarded, {budget}) == "not enough pod disruption budget to move");
  budget->status.edit().disruptions_allowed = 1;
  CHECK(why_not(*guarded, {budget}).empty());
}

TEST_CASE("a node is not needed if it is used by half at most and its pods fit elsewhere") {
  Pool pool(4);
  pool.run("g-1", "1", 3);
  pool.run("g-2", "500m", 4);
  pool.run("g-3", "2500m");
  // g-2's four pods fit on g-1 and g-3; then g-4, which is empty, goes anyway.
  CHECK(pool.unneeded(kStart) == NodeNames{"g-2", "g-4"});
  pool.run("g-3", "1500m");
  CHECK(pool.unneeded(kStart) == NodeNames{"g-4"});  // 1 core is left on g-1, and 4 on g-4, which is to go
  CHECK(pool.unneeded(kStart + 6min) == NodeNames{"g-4"});
}

TEST_CASE("what is not needed for 10 min goes: 10 empty nodes at a time, and one that has to be emptied") {
  Pool pool(14);
  pool.run("g-1", "1500m");
  pool.run("g-2", "500m");
  pool.run("g-3", "3");
  CHECK(pool.leavers(kStart).empty());
  CHECK(pool.leavers(kStart + 599s).empty());
  CHECK(pool.leavers(kStart + 600s).size() == 10);
  CHECK(pool.leavers(kStart + 600s, 4, 0).size() == 6);
  CHECK(pool.leavers(kStart + 600s, 10, 0).empty());
  Pool small(3);
  small.run("g-1", "1500m");
  small.run("g-2", "500m");
  small.run("g-3", "3");
  small.leavers(kStart);
  CHECK(small.leavers(kStart + 600s).size() == 1);
  CHECK(small.leavers(kStart + 600s, 0, 1).empty());
}

TEST_CASE("a group keeps its minimum, and nodes that say so or are needed again stay") {
  Pool pool(4, 3);
  CHECK(pool.unneeded(kStart).size() == 4);
  CHECK(pool.leavers(kStart + 600s).size() == 1);
  pool.going = {"g-1"};
  CHECK(pool.leavers(kStart + 600s, 1, 0).empty());
  Pool kept(2);
  Ref<Node> node = copy(*kept.view.nodes().row(0).node);
  node->metadata.annotations.set(kScaleDownDisabled, "true");
  kept.view.set_node(node);
  CHECK(kept.unneeded(kStart) == NodeNames{"g-2"});
  kept.run("g-2", "3");
  CHECK(kept.unneeded(kStart + 300s).empty());
}

TEST_CASE("a broken node goes after 20 min, whatever ran there") {
  Pool pool(2);
  pool.run("g-1", "1");
  pool.add("g-1", "Unknown");
  pool.add("g-2");
  pool.run("g-2", "3");
  pool.view.settle();
  CHECK(pool.leavers(kStart).empty());
  CHECK(pool.leavers(kStart + 10min).empty());
  CHECK(pool.leavers(kStart + 20min) == NodeNames{"g-1"});
}

TEST_CASE("a node's use is the greater of cpu and memory, in Go's words") {
  Pool pool(1);
  pool.run("g-1", "250m");
  const Utilization use = utilization_of(pool.view, 0, pool.options);
  CHECK(use.most() == 0.0625);
  CHECK(use.text() == "{0.0625 0 0 cpu 0.0625}");
}
