#include "control-plane/autoscaler/karpenter/consolidation.h"
#include "tests/control-plane/autoscaler/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::autoscaler;
using make::replicas;

namespace {

InstanceType type(const std::string& name, int cores, int gibibytes, std::int64_t price) {
  const GroupCandidate made = make::candidate(name, 0, 100, cores, gibibytes, price);
  return {made.group, 100, made.made};
}

// Twice the cores for a little less than twice the price.
std::vector<InstanceType> types() {
  return {type("large", 8, 32, 380), type("medium", 4, 16, 195), type("small", 2, 8, 100)};
}

std::vector<std::string> launched(const std::vector<Ref<const Pod>>& pods,
                                  std::vector<InstanceType> of = types()) {
  SchedulingView view;
  WhatIf what_if(view);
  std::vector<std::string> names;
  for (const Launch& launch : choose_instances(make::plugins(), what_if, of, group_pods(pods)).launches)
    names.push_back(of[launch.type].group.name);
  return names;
}

using NodeNames = std::vector<std::string>;

// Nodes of types(), by the place of their type.
struct Paid {
  void add(const std::string& name, std::size_t type) {
    view.set_node(renamed(*all[type].made.node, name));
    nodes.push_back({name, type, {}});
    names.emplace_back(name);
  }
  void run(const std::string& node, const char* cpu, int count = 1) {
    for (const auto& pod : replicas("p" + std::to_string(++named_), count, {.cpu = cpu, .node_name = node})) {
      view.add_pod(pod, node);
      for (PaidNode& paid : nodes)
        if (paid.node == node) paid.drain.movable.push_back(pod);
    }
  }
  std::optional<Disruption> find(int budget = 10, bool underutilized = true) {
    view.settle();
    WhatIf what_if(view);
    return find_disruption({plugins, what_if, all, nodes, names, budget, underutilized});
  }

  SchedulingView view;
  PluginSet plugins = make::plugins();
  std::vector<InstanceType> all = types();
  std::vector<PaidNode> nodes;
  std::vector<Text> names;

 private:
  int named_ = 0;
};

}  // namespace

TEST_CASE("pods are packed, and each pack goes to the cheapest type that holds it") {
  CHECK(launched(replicas("web", 1, {.cpu = "500m"})) == NodeNames{"small"});
  CHECK(launched(replicas("web", 3, {.cpu = "1"})) == NodeNames{"medium"});
  CHECK(launched(replicas("web", 9, {.cpu = "1"})) == NodeNames{"large", "small"});
  CHECK(launched(replicas("web", 2, {.memory = "12Gi"})) == NodeNames{"large"});
  std::vector<Ref<const Pod>> mixed = replicas("little", 4, {.cpu = "500m"});
  for (const auto& pod : replicas("big", 1, {.cpu = "6"})) mixed.push_back(pod);
  CHECK(launched(mixed) == NodeNames{"large"});
}

TEST_CASE("a type that has run out is passed over, and a pod that fits on none is hopeless") {
  std::vector<InstanceType> scarce = types();
  scarce[2].left = 0;
  CHECK(launched(replicas("web", 1, {.cpu = "500m"}), scarce) == NodeNames{"medium"});
  scarce[0].left = 1;
  scarce[1].left = 0;
  SchedulingView view;
  WhatIf what_if(view);
  const Provision provision =
      choose_instances(make::plugins(), what_if, scarce, group_pods(replicas("web", 10, {.cpu = "1"})));
  CHECK(provision.launches.size() == 1);
  CHECK(provision.hopeless.size() == 2);
}

TEST_CASE("empty nodes go first and together, within the budget") {
  Paid paid;
  paid.add("a", 0);
  paid.add("b", 1);
  paid.add("c", 2);
  paid.run("b", "1");
  const auto found = paid.find();
  REQUIRE(found);
  CHECK(found->why == "Empty");
  CHECK(found->nodes.size() == 2);
  CHECK(paid.find(1)->nodes.size() == 1);
  CHECK_FALSE(paid.find(0));
}

TEST_CASE("a node goes whose pods fit elsewhere, that with the fewest first") {
  Paid paid;
  paid.add("a", 1);
  paid.add("b", 1);
  paid.run("a", "1", 2);
  paid.run("b", "1");
  const auto found = paid.find();
  REQUIRE(found);
  CHECK(found->why == "Underutilized");
  CHECK(found->nodes.front().node == "b");
  CHECK_FALSE(found->replacement);
  CHECK_FALSE(paid.find(10, false));
  paid.nodes[1].drain.blocked = "p is not to be disrupted";
  CHECK(paid.find()->nodes.front().node == "a");
}

TEST_CASE("a node is replaced by a cheaper one that holds what fits nowhere else, and by none that is not") {
  Paid paid;
  paid.add("a", 0);
  paid.run("a", "1", 3);
  const auto found = paid.find();
  REQUIRE(found);
  REQUIRE(found->replacement);
  CHECK(paid.all[*found->replacement].group.name == "medium");
  Paid full;
  full.add("a", 2);
  full.run("a", "1", 2);
  CHECK_FALSE(full.find());
}

TEST_CASE("who asks not to be disrupted stays, and who has no budget left; bare pods do not matter") {
  const Ref<const Node> node = make::node("n");
  Ref<Pod> pod = make::pod("bare", {.labels = {{"app", "web"}}});
  CHECK(disruption_of(*node, {pod}, {}, TimePoint{}).blocked.empty());
  pod->metadata.annotations.set(kDoNotDisrupt, "true");
  CHECK(disruption_of(*node, {pod}, {}, TimePoint{}).blocked == "bare is not to be disrupted");
  auto budget = make_ref<PodDisruptionBudget>();
  budget->metadata.namespace_ = "default";
  LabelSelector selector;
  selector.match_labels = {{"app", "web"}};
  budget->spec.edit().selector = selector;
  pod->metadata.annotations.clear();
  CHECK(disruption_of(*node, {pod}, {budget}, TimePoint{}).blocked == "bare has no budget left");
}
