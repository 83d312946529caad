#include "control-plane/scheduler/placement.h"

#include <algorithm>

#include "control-plane/scheduler/verdict.h"
#include "tests/control-plane/scheduler/make.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

const NodeVerdict& verdict(const Verdicts& verdicts, std::string_view node) {
  return *std::find_if(verdicts.nodes.begin(), verdicts.nodes.end(),
                       [&](const NodeVerdict& v) { return v.node == node; });
}

std::size_t score_index(const PluginSet& plugins, std::string_view name) {
  const auto& scores = plugins.scores;
  return static_cast<std::size_t>(
      std::find_if(scores.begin(), scores.end(), [&](const auto& s) { return s.plugin->name() == name; }) -
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
  PluginArgs args;
  args.balance_difference = false;  // as up to 1.33
  const PluginSet plugins = make::plugins(args);
  SchedulingView view;
  view.set_node(make::node("n", {.cpu = "4", .memory = "8Gi"}));
  view.settle();
  view.add_pod(make::pod("busy", {.cpu = "1", .memory = "2Gi"}), "n");
  const std::size_t least = score_index(plugins, "NodeResourcesFit");
  const std::size_t balanced = score_index(plugins, "NodeResourcesBalancedAllocation");

  const auto with = judge_nodes(plugins, view_of(make::pod("p", {.cpu = "500m", .memory = "1Gi"})), view);
  CHECK(with.nodes[0].raw[least] == 62);
  CHECK(with.nodes[0].raw[balanced] == 100);
  const auto without = judge_nodes(plugins, view_of(make::pod("p")), view);
  CHECK(without.nodes[0].raw[least] == 72);
  const auto uneven = judge_nodes(plugins, view_of(make::pod("p", {.cpu = "2", .memory = "0"})), view);
  CHECK(uneven.nodes[0].raw[balanced] == 75);  // fractions 0.75 and 0.25
}

TEST_CASE("soft taints score 100, 50 and 0 for none, one and two that are not tolerated") {
  const PluginSet plugins = make::plugins();
  SchedulingView view;
  const Taint a{"a", "", "PreferNoSchedule", {}}, b{"b", "", "PreferNoSchedule", {}};
  view.set_node(make::node("none"));
  view.set_node(make::node("one", {.taints = {a}}));
  view.set_node(make::node("two", {.taints = {a, b}}));
  view.settle();
  const auto verdicts = judge_nodes(plugins, view_of(make::pod("p")), view);
  const std::size_t taint = score_index(plugins, "TaintToleration");
  CHECK(verdict(verdicts, "none").normalized[taint] == 100);
  CHECK(verdict(verdicts, "one").normalized[taint] == 50);
  CHECK(verdict(verdicts, "two").normalized[taint] == 0);
}

TEST_CASE("preferred node affinity of 0, 30 and 80 normalises to 0, 37 and 100") {
  const PluginSet plugins = make::plugins();
  SchedulingView view;
  view.set_node(make::node("plain"));
  view.set_node(make::node("thirty", {.labels = {{"x", "30"}}}));
  view.set_node(make::node("eighty", {.labels = {{"x", "80"}}}));
  Affinity affinity;
  for (const int weight : {30, 80}) {
    PreferredSchedulingTerm term;
    term.weight = weight;
    term.preference.match_expressions = {{"x", "In", {Text(std::to_string(weight))}}};
    affinity.node_affinity.edit().preferred.push_back(term);
  }
  view.settle();
  const auto verdicts = judge_nodes(plugins, view_of(make::pod("p", {.affinity = affinity})), view);
  const std::size_t index = score_index(plugins, "NodeAffinity");
  CHECK(verdict(verdicts, "plain").normalized[index] == 0);
  CHECK(verdict(verdicts, "thirty").normalized[index] == 37);
  CHECK(verdict(verdicts, "eighty").normalized[index] == 100);
}

TEST_CASE("a pod that fits nowhere is told why, reasons sorted as text") {
  Placer placer(make::plugins());
  SchedulingView view;
  Random random(1);
  view.set_node(make::node("small", {.cpu = "1", .memory = "1Gi"}));
  view.set_node(make::node("lean", {.cpu = "1", .memory = "64Gi"}));
  view.set_node(make::node("cordoned", {.unschedulable = true}));
  view.set_node(make::node("tainted", {.taints = {{"gpu", "yes", "NoSchedule", {}}}}));
  view.set_node(make::node("elsewhere", {.labels = {{"disk", "hdd"}}}));
  view.settle();
  const auto big = view_of(make::pod("p", {.cpu = "2", .memory = "2Gi", .node_selector = {}}));
  const Placement first = placer.place(big, view, random);
  CHECK(first.row >= 0);  // "elsewhere" takes it

  const auto picky =
      view_of(make::pod("q", {.cpu = "2", .memory = "2Gi", .node_selector = {{"disk", "ssd"}}}));
  CHECK(placer.place(picky, view, random).message(5) ==
        "0/5 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, "
        "3 node(s) didn't match Pod's node affinity/selector.");
  view.remove_node("elsewhere");
  view.settle();
  CHECK(placer.place(big, view, random).message(4) ==
        "0/4 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), "
        "1 node(s) were unschedulable, 2 Insufficient cpu.");
}

TEST_CASE("nodes stand in turn by zone") {
  SchedulingView view;
  const auto zone = [](const char* z) {
    return make::NodeOptions{.labels = {{"topology.kubernetes.io/zone", z}}};
  };
  for (const char* name : {"a1", "a2", "a3"}) view.set_node(make::node(name, zone("a")));
  for (const char* name : {"b1", "b2"}) view.set_node(make::node(name, zone("b")));
  view.settle();
  std::string order;
  for (std::size_t i = 0; i < view.nodes().size(); ++i)
    order += view.nodes().row(i).node->metadata.name.str() + " ";
  CHECK(order == "a1 b1 a2 b2 a3 ");
}

TEST_CASE("equal scores are broken evenly and by the seed alone") {
  SchedulingView view;
  for (int i = 0; i < 4; ++i) view.set_node(make::node("n" + std::to_string(i)));
  view.settle();
  const auto run = [&](std::uint64_t seed) {
    Placer placer(make::plugins());
    Random random(seed);
    std::vector<int> picks(4);
    for (int i = 0; i < 4000; ++i)
      ++picks[static_cast<std::size_t>(placer.place(view_of(make::pod("p")), view, random).row)];
    return picks;
  };
  const auto picks = run(7);
  for (const int count : picks) CHECK(count > 800);
  CHECK(picks == run(7));
}
