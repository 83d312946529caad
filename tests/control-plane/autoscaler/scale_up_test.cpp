#include "control-plane/autoscaler/scale_up.h"

#include <algorithm>

#include "control-plane/autoscaler/pending.h"
#include "tests/control-plane/autoscaler/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::autoscaler;
using make::candidate;
using make::replicas;

namespace {

Box<Affinity> apart(const char* topology) {
  PodAffinityTerm term;
  LabelSelector selector;
  selector.match_labels = {{"app", "web"}};
  term.label_selector = selector;
  term.topology_key = topology;
  PodAffinity anti;
  anti.required = {term};
  Affinity affinity;
  affinity.pod_anti_affinity = anti;
  return affinity;
}

std::vector<std::string> texts(const ScaleUpPlan& plan) {
  std::vector<std::string> all;
  for (const Increase& increase : plan.increases) all.push_back(increase.text());
  std::sort(all.begin(), all.end());
  return all;
}

using Texts = std::vector<std::string>;

// One option of each expander test: the pods, and a group's machines for them.
std::string chosen(const char* expander, std::vector<GroupCandidate> candidates, make::PodOptions pod,
                   int count, std::map<int, std::vector<std::string>> priorities = {}) {
  SchedulingView view;
  ScaleUpOptions options;
  options.expanders = {expander};
  Means means{std::move(candidates)};
  means.priorities = std::move(priorities);
  return texts(make::plan(view, replicas("web", count, std::move(pod)), means, options)).at(0);
}

}  // namespace

TEST_CASE("a group grows by as many machines as its pods fill, first fit") {
  SchedulingView view;
  const ScaleUpPlan plan =
      make::plan(view, replicas("web", 9, {.cpu = "1500m", .memory = "1Gi"}), {{candidate("small", 1, 10)}});
  CHECK(texts(plan) == Texts{"{small 1->6 (max: 10)}"});
  CHECK(plan.helped.size() == 9);
  CHECK(view.nodes().size() == 0);
}

TEST_CASE("groups of pods that ask for more are packed first, and the others into what they leave") {
  SchedulingView view;
  std::vector<Ref<const Pod>> pods = replicas("little", 6, {.cpu = "500m"});
  for (const auto& pod : replicas("large", 3, {.cpu = "3"})) pods.push_back(pod);
  CHECK(texts(make::plan(view, pods, {{candidate("small", 0, 10)}})) == Texts{"{small 0->3 (max: 10)}"});
}

TEST_CASE(
    "pods that keep apart need a machine each, and those that spread over zones of one none more than fit") {
  SchedulingView view;
  const make::PodOptions by_host{
      .cpu = "100m", .affinity = apart("kubernetes.io/hostname"), .labels = {{"app", "web"}}};
  CHECK(texts(make::plan(view, replicas("web", 4, by_host), {{candidate("small", 0, 10)}})) ==
        Texts{"{small 0->4 (max: 10)}"});
  GroupCandidate zonal = candidate("small", 0, 10);
  zonal.group.shape.labels["zone"] = "a";
  zonal.made.node = node_of(zonal.group.shape, "template");
  const make::PodOptions by_zone{.cpu = "100m", .affinity = apart("zone"), .labels = {{"app", "web"}}};
  const ScaleUpPlan plan = make::plan(view, replicas("web", 4, by_zone), {{zonal}});
  CHECK(texts(plan) == Texts{"{small 0->1 (max: 10)}"});
  CHECK(plan.helped.size() == 1);
}

TEST_CASE(
    "a group grows to its maximum, the cluster to max-nodes-total, and not by more than 1,000 at once") {
  SchedulingView view;
  const auto pods = replicas("web", 1200, {.cpu = "3"});
  CHECK(texts(make::plan(view, pods, {{candidate("small", 3, 10)}})) == Texts{"{small 3->10 (max: 10)}"});
  CHECK(texts(make::plan(view, pods, {{candidate("small", 0, 5000)}})) ==
        Texts{"{small 0->1000 (max: 5000)}"});
  Means means{{candidate("small", 3, 10)}};
  means.cluster_nodes = 5;
  ScaleUpOptions options;
  options.max_nodes_total = 7;
  CHECK(texts(make::plan(view, pods, means, options)) == Texts{"{small 3->5 (max: 10)}"});
  means.cluster_nodes = 7;
  const ScaleUpPlan none = make::plan(view, pods, means, options);
  CHECK(none.increases.empty());
  REQUIRE(none.helpless.size() == 1200);
  CHECK(none.helpless[0].second == "max total nodes in cluster reached");
}

TEST_CASE("who cannot be helped learns why, group by group") {
  SchedulingView view;
  GroupCandidate tainted = candidate("tainted", 0, 5, 64);
  tainted.group.shape.marks = {{"for", "others", "NoSchedule"}};
  tainted.made.node = node_of(tainted.group.shape, "template-node-for-tainted");
  Means means{{candidate("small", 0, 5), candidate("low", 0, 5), candidate("full", 5, 5, 64), tainted}};
  means.skipped = {{"failed", "in backoff after failed scale-up"}};
  const ScaleUpPlan plan = make::plan(view, replicas("web", 1, {.cpu = "32"}), means);
  CHECK(plan.increases.empty());
  REQUIRE(plan.helpless.size() == 1);
  CHECK(
      plan.helpless[0].second ==
      "2 Insufficient cpu, 1 in backoff after failed scale-up, 1 max node group size reached, 1 node(s) had "
      "untolerated taint(s)");
}

TEST_CASE("pods of DaemonSets take their room on each new machine") {
  SchedulingView view;
  GroupCandidate small = candidate("small", 0, 10);
  small.made.pods = {make::pod("agent", {.cpu = "1"})};
  CHECK(texts(make::plan(view, replicas("web", 2, {.cpu = "2"}), {{small}})) ==
        Texts{"{small 0->2 (max: 10)}"});
}

TEST_CASE("each expander chooses as it says") {
  const GroupCandidate small = candidate("small", 0, 9, 4, 16, 200'000),
                       large = candidate("large", 0, 9, 16, 16, 900'000),
                       low = candidate("low", 0, 1, 8, 8, 350'000);
  const std::vector<GroupCandidate> all{small, large, low};
  // 6 cores, 6 GiB: two small ones (8, 32), one large one (16, 16), one low one (8, 8).
  const make::PodOptions pod{.cpu = "1", .memory = "1Gi"};
  CHECK(chosen("least-waste", all, pod, 6) == "{low 0->1 (max: 1)}");
  CHECK(chosen("least-nodes", {small, large}, pod, 6) == "{large 0->1 (max: 9)}");
  CHECK(chosen("most-pods", {low, large}, pod, 12) == "{large 0->1 (max: 9)}");
  CHECK(chosen("price", {small, large}, pod, 6) == "{small 0->2 (max: 9)}");
  CHECK(chosen("priority", all, pod, 6, {{10, {".*mall"}}, {50, {"^large$", "nobody"}}}) ==
        "{large 0->1 (max: 9)}");
  CHECK(chosen("priority", {small}, pod, 6, {{10, {"nobody"}}}) == "{small 0->2 (max: 9)}");
  CHECK(chosen("random", {small}, pod, 6) == "{small 0->2 (max: 9)}");
}

TEST_CASE("similar groups share a growth so that their sizes are equal") {
  SchedulingView view;
  GroupCandidate a = candidate("a", 1, 10), b = candidate("b", 3, 10), other = candidate("other", 0, 10, 16);
  a.made.node = renamed(*a.made.node, "a-template");
  ScaleUpOptions options;
  options.balance_similar_groups = true;
  options.expanders = {"least-waste"};
  const ScaleUpPlan plan = make::plan(view, replicas("web", 6, {.cpu = "4"}), {{a, b, other}}, options);
  CHECK(texts(plan) == Texts{"{a 1->5 (max: 10)}", "{b 3->5 (max: 10)}"});
}

TEST_CASE(
    "only pods wait for machines that the scheduler gave up, and that no node takes, there or to come") {
  const auto with = [](Ref<Pod> pod, const char* reason) {
    Condition condition;
    condition.type_ = "PodScheduled";
    condition.status = "False";
    condition.reason = reason;
    pod->status.edit().conditions = {condition};
    return pod;
  };
  std::map<Key, Ref<const Pod>> pods;
  const auto add = [&](const Ref<Pod>& pod) { pods[key_of(*pod)] = pod; };
  add(with(make::pod("waits"), "Unschedulable"));
  add(with(make::pod("gated"), "SchedulingGated"));
  add(make::pod("fresh"));
  add(with(make::pod("expendable", {.priority = -11}), "Unschedulable"));
  Ref<Pod> nominated = with(make::pod("nominated"), "Unschedulable");
  nominated->status.edit().nominated_node_name = "n";
  add(nominated);
  const auto waiting = unschedulable(pods, {}, TimePoint{1h});
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0]->metadata.name == "waits");
  ScaleUpOptions patient;
  patient.new_pod_delay = 2h;
  CHECK(unschedulable(pods, patient, TimePoint{1h}).empty());

  SchedulingView view;
  view.set_node(make::node("there", {.cpu = "2"}));
  view.settle();
  const PluginSet plugins = make::plugins();
  WhatIf what_if(view);
  const auto left =
      without_room(plugins, what_if, group_pods(replicas("web", 5, {.cpu = "1"})), {Text("there")});
  REQUIRE(left.size() == 1);
  CHECK(left[0].pods.size() == 3);
}
