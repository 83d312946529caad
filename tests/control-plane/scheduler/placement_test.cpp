#include "control-plane/scheduler/placement.h"

#include <algorithm>

#include "tests/control-plane/scheduler/make.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

const NodeVerdict& verdict(const std::vector<NodeVerdict>& verdicts, std::string_view node) {
  return *std::find_if(verdicts.begin(), verdicts.end(),
                       [&](const NodeVerdict& v) { return v.node == node; });
}

std::size_t score_index(const Placer& placer, std::string_view name) {
  const auto& scores = placer.plugins().scores;
  return static_cast<std::size_t>(
      std::find_if(scores.begin(), scores.end(), [&](const auto& s) { return s->name() == name; }) -
      scores.begin());
}

}  // namespace

TEST_CASE("numFeasibleNodesToFind follows the adaptive percentage") {
  // N = 50, 100, 500, 1000, 2000, 5000, 6250, 15000 -> 50, 100, 230, 420, 680, 500, 312, 750
  CHECK(feasible_nodes_to_find(50) == 50);
  CHECK(feasible_nodes_to_find(100) == 100);
  CHECK(feasible_nodes_to_find(500) == 230);
  CHECK(feasible_nodes_to_find(1000) == 420);
  CHECK(feasible_nodes_to_find(2000) == 680);
  CHECK(feasible_nodes_to_find(5000) == 500);
  CHECK(feasible_nodes_to_find(6250) == 312);
  CHECK(feasible_nodes_to_find(15000) == 750);
}

TEST_CASE("LeastAllocated and BalancedAllocation give the worked numbers") {
  Placer placer(default_plugins());
  NodeTable nodes;
  nodes.set_node(make::node("n", {.cpu = "4", .memory = "8Gi"}));
  nodes.settle();
  nodes.add_pod("n", request_of(*make::pod("busy", {.cpu = "1", .memory = "2Gi"})->spec));
  const std::size_t least = score_index(placer, "NodeResourcesFit");
  const std::size_t balanced = score_index(placer, "NodeResourcesBalancedAllocation");

  const auto with = placer.explain(make::view(make::pod("p", {.cpu = "500m", .memory = "1Gi"})), nodes);
  CHECK(with[0].raw[least] == 62);
  CHECK(with[0].raw[balanced] == 100);
  const auto without = placer.explain(make::view(make::pod("p")), nodes);
  CHECK(without[0].raw[least] == 72);
  const auto uneven = placer.explain(make::view(make::pod("p", {.cpu = "2", .memory = "0"})), nodes);
  CHECK(uneven[0].raw[balanced] == 75);  // fractions 0.75 and 0.25
}

TEST_CASE("soft taints score 100, 50 and 0 for none, one and two that are not tolerated") {
  Placer placer(default_plugins());
  NodeTable nodes;
  const Taint a{"a", "", "PreferNoSchedule", {}}, b{"b", "", "PreferNoSchedule", {}};
  nodes.set_node(make::node("none"));
  nodes.set_node(make::node("one", {.taints = {a}}));
  nodes.set_node(make::node("two", {.taints = {a, b}}));
  nodes.settle();
  const auto verdicts = placer.explain(make::view(make::pod("p")), nodes);
  const std::size_t taint = score_index(placer, "TaintToleration");
  CHECK(verdict(verdicts, "none").normalized[taint] == 100);
  CHECK(verdict(verdicts, "one").normalized[taint] == 50);
  CHECK(verdict(verdicts, "two").normalized[taint] == 0);
}

TEST_CASE("preferred node affinity of 0, 30 and 80 normalises to 0, 37 and 100") {
  Placer placer(default_plugins());
  NodeTable nodes;
  nodes.set_node(make::node("plain"));
  nodes.set_node(make::node("thirty", {.labels = {{"x", "30"}}}));
  nodes.set_node(make::node("eighty", {.labels = {{"x", "80"}}}));
  Affinity affinity;
  for (const int weight : {30, 80}) {
    PreferredSchedulingTerm term;
    term.weight = weight;
    term.preference.match_expressions = {{"x", "In", {Text(std::to_string(weight))}}};
    affinity.node_affinity.edit().preferred.push_back(term);
  }
  nodes.settle();
  const auto verdicts = placer.explain(make::view(make::pod("p", {.affinity = affinity})), nodes);
  const std::size_t index = score_index(placer, "NodeAffinity");
  CHECK(verdict(verdicts, "plain").normalized[index] == 0);
  CHECK(verdict(verdicts, "thirty").normalized[index] == 37);
  CHECK(verdict(verdicts, "eighty").normalized[index] == 100);
}

TEST_CASE("a pod that fits nowhere is told why, reasons sorted as text") {
  Placer placer(default_plugins());
  NodeTable nodes;
  Random random(1);
  nodes.set_node(make::node("small", {.cpu = "1", .memory = "1Gi"}));
  nodes.set_node(make::node("lean", {.cpu = "1", .memory = "64Gi"}));
  nodes.set_node(make::node("cordoned", {.unschedulable = true}));
  nodes.set_node(make::node("tainted", {.taints = {{"gpu", "yes", "NoSchedule", {}}}}));
  nodes.set_node(make::node("elsewhere", {.labels = {{"disk", "hdd"}}}));
  nodes.settle();
  const auto view = make::view(make::pod("p", {.cpu = "2", .memory = "2Gi", .node_selector = {}}));
  const Placement first = placer.place(view, nodes, random);
  CHECK(first.row >= 0);  // "elsewhere" takes it

  const auto picky =
      make::view(make::pod("q", {.cpu = "2", .memory = "2Gi", .node_selector = {{"disk", "ssd"}}}));
  CHECK(placer.place(picky, nodes, random).message(5) ==
        "0/5 nodes are available: 1 node(s) had untolerated taint {gpu: yes}, 1 node(s) were unschedulable, "
        "3 node(s) didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: "
        "5 Preemption is not helpful for scheduling.");
  nodes.remove_node("elsewhere");
  nodes.settle();
  CHECK(placer.place(view, nodes, random).message(4) ==
        "0/4 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint {gpu: yes}, "
        "1 node(s) were unschedulable, 2 Insufficient cpu. preemption: 0/4 nodes are available: "
        "2 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.");
}

TEST_CASE("nodes stand in turn by zone") {
  NodeTable nodes;
  const auto zone = [](const char* z) {
    return make::NodeOptions{.labels = {{"topology.kubernetes.io/zone", z}}};
  };
  for (const char* name : {"a1", "a2", "a3"}) nodes.set_node(make::node(name, zone("a")));
  for (const char* name : {"b1", "b2"}) nodes.set_node(make::node(name, zone("b")));
  nodes.settle();
  std::string order;
  for (std::size_t i = 0; i < nodes.size(); ++i) order += nodes.row(i).node->metadata.name.str() + " ";
  CHECK(order == "a1 b1 a2 b2 a3 ");
}

TEST_CASE("equal scores are broken evenly and by the seed alone") {
  NodeTable nodes;
  for (int i = 0; i < 4; ++i) nodes.set_node(make::node("n" + std::to_string(i)));
  nodes.settle();
  const auto run = [&](std::uint64_t seed) {
    Placer placer(default_plugins());
    Random random(seed);
    std::vector<int> picks(4);
    for (int i = 0; i < 4000; ++i)
      ++picks[static_cast<std::size_t>(placer.place(make::view(make::pod("p")), nodes, random).row)];
    return picks;
  };
  const auto picks = run(7);
  for (const int count : picks) CHECK(count > 800);
  CHECK(picks == run(7));
}

// The rule that lets the scheduler remember: what it remembers must never show.
TEST_CASE("placement with memory equals plain evaluation on random clusters") {
  Random random(GENERATE(1, 2, 3, 4, 5));
  NodeTable nodes;
  Placer remembering(default_plugins(), 100);
  std::vector<Ref<Pod>> templates;
  for (int i = 0; i < 6; ++i) {
    make::PodOptions options{.cpu = std::to_string(random.between(0, 900)) + "m",
                             .memory = std::to_string(random.between(1, 900)) + "Mi"};
    if (random.chance({1, 3})) options.node_selector = {{"disk", "ssd"}};
    if (random.chance({1, 3})) options.tolerations = {{"gpu", "Exists", "", "", {}}};
    templates.push_back(make::pod("t", options));
  }
  int named = 0;
  for (int step = 0; step < 600; ++step) {
    const auto change = random.below(10);
    if (change == 0 || nodes.size() < 3) {
      make::NodeOptions options{.cpu = std::to_string(random.between(1, 8)), .memory = "8Gi"};
      if (random.chance({1, 2})) options.labels = {{"disk", "ssd"}};
      if (random.chance({1, 4}))
        options.taints = {{"gpu", "", random.chance({1, 2}) ? "NoSchedule" : "PreferNoSchedule", {}}};
      nodes.set_node(make::node("n" + std::to_string(change == 0 ? random.below(40) : named++), options));
    } else if (change == 1) {
      nodes.remove_node(nodes.row(random.below(nodes.size())).node->metadata.name);
    }
    nodes.settle();
    const PodView view = make::view(templates[random.below(templates.size())]);
    const auto verdicts = remembering.explain(view, nodes);
    std::int64_t best = -1;
    for (const NodeVerdict& v : verdicts) {
      if (v.reasons.empty()) best = std::max(best, v.total);
    }
    const Placement placement = remembering.place(view, nodes, random);
    if (best < 0) {
      CHECK(placement.row == -1);
      continue;
    }
    REQUIRE(placement.row >= 0);
    const NodeVerdict& chosen = verdicts[static_cast<std::size_t>(placement.row)];
    CHECK(chosen.reasons.empty());
    CHECK(chosen.total == best);
    nodes.add_pod(chosen.node, view.request);
  }
}
