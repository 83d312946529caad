// The scheduler remembers: what a class of pods was told about a node, how many pods a rule counts where.
// The rule that allows it: what it remembers never shows.
#include <map>

#include "control-plane/scheduler/placement.h"
#include "control-plane/scheduler/verdict.h"
#include "tests/control-plane/scheduler/make.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

const Text kZone = "topology.kubernetes.io/zone", kHost = "kubernetes.io/hostname";

Box<LabelSelector> app(const std::string& name) { return LabelSelector{{{"app", name}}, {}}; }

PodAffinityTerm about(const std::string& name, const Text& key) {
  PodAffinityTerm term;
  term.label_selector = app(name);
  term.topology_key = key;
  return term;
}

// A random wish about other pods, or none.
void wish(make::PodOptions& options, Random& random) {
  const std::string other = "app-" + std::to_string(random.below(4));
  const Text key = random.chance({1, 2}) ? kZone : kHost;
  switch (random.below(6)) {
    case 0: options.affinity.edit().pod_affinity.edit().required = {about(other, key)}; break;
    case 1: options.affinity.edit().pod_anti_affinity.edit().required = {about(other, key)}; break;
    case 2: options.affinity.edit().pod_affinity.edit().preferred = {{30, about(other, key)}}; break;
    case 3: options.affinity.edit().pod_anti_affinity.edit().preferred = {{70, about(other, key)}}; break;
    case 4: {
      TopologySpreadConstraint constraint;
      constraint.max_skew = 1 + static_cast<std::int32_t>(random.below(2));
      constraint.topology_key = key;
      constraint.label_selector = options.labels.empty() ? app("none") : app(options.labels.get("app").str());
      constraint.when_unsatisfiable = random.chance({1, 2}) ? "DoNotSchedule" : "ScheduleAnyway";
      options.spread = {constraint};
      break;
    }
    default: break;
  }
}

Ref<Pod> random_template(Random& random) {
  make::PodOptions options{.cpu = std::to_string(random.between(0, 900)) + "m",
                           .memory = std::to_string(random.between(1, 900)) + "Mi"};
  options.labels = {{"app", "app-" + std::to_string(random.below(4))}};
  if (random.chance({1, 4})) options.node_selector = {{"disk", "ssd"}};
  if (random.chance({1, 3})) options.tolerations = {{"gpu", "Exists", "", "", {}}};
  wish(options, random);
  return make::pod("t", options);
}

Ref<const Node> random_node(const std::string& name, Random& random) {
  make::NodeOptions options{.cpu = std::to_string(random.between(1, 8)), .memory = "8Gi"};
  options.labels = {{kHost, name}};
  if (random.chance({3, 4})) options.labels.set(kZone, "z" + std::to_string(random.below(3)));
  if (random.chance({1, 2})) options.labels.set("disk", "ssd");
  if (random.chance({1, 4}))
    options.taints = {{"gpu", "", random.chance({1, 2}) ? "NoSchedule" : "PreferNoSchedule", {}}};
  return make::node(name, options);
}

// A cluster that changes at random, beside all that is in it.
struct Cluster {
  SchedulingView view;
  std::map<Text, Ref<const Node>> nodes;
  std::map<Text, std::pair<Ref<const Pod>, Text>> pods;  // by uid: with its node

  void change(Random& random, int step) {
    const auto what = random.below(10);
    if (what == 0 || nodes.size() < 3) {
      const Ref<const Node> node = random_node("n" + std::to_string(random.below(30)), random);
      nodes[node->metadata.name] = node;
      view.set_node(node);
    } else if (what == 1) {
      const Text name = pick(nodes, random)->first;
      nodes.erase(name);
      view.remove_node(name);
    } else if (what == 2 && !pods.empty()) {
      const auto gone = pick(pods, random);
      view.remove_pod(gone->first, gone->second.second);
      pods.erase(gone);
    } else if (what == 3 && !pods.empty()) {
      auto& [pod, node] = pick(pods, random)->second;
      Ref<Pod> changed = copy(*pod);
      changed->metadata.labels.set("app", "app-" + std::to_string(step % 4));
      pod = changed;
      view.update_pod(pod, node);
    }
    view.settle();
  }

  // The same cluster, counted anew.
  std::unique_ptr<SchedulingView> anew() const {
    auto fresh = std::make_unique<SchedulingView>();
    for (const auto& [name, node] : nodes) fresh->set_node(node);
    for (const auto& [uid, pod] : pods) fresh->add_pod(pod.first, pod.second);
    fresh->settle();
    return fresh;
  }

 private:
  template <class M>
  static typename M::iterator pick(M& map, Random& random) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(random.below(map.size())));
  }
};

// Node by node: its total, or why not.
std::map<Text, std::string> told(const Verdicts& verdicts) {
  std::map<Text, std::string> lines;
  for (const NodeVerdict& verdict : verdicts.nodes) {
    lines[verdict.node] =
        verdict.failure ? verdict.failure->rejection.reasons.front() : std::to_string(verdict.total);
  }
  return lines;
}

}  // namespace

TEST_CASE("placement with memory equals plain evaluation on random clusters") {
  Random random(GENERATE(1, 2, 3, 4, 5, 6));
  Cluster cluster;
  Placer remembering(make::plugins(), 100);
  std::vector<Ref<Pod>> templates;
  for (int i = 0; i < 10; ++i) templates.push_back(random_template(random));
  for (int step = 0; step < 300; ++step) {
    cluster.change(random, step);
    Ref<Pod> pod = copy(*templates[random.below(templates.size())]);
    pod->metadata.uid = pod->metadata.name = "p" + std::to_string(step);
    const PodView asked = view_of(pod);
    const auto fresh = cluster.anew();
    const Verdicts plain = judge_nodes(remembering.plugins(), asked, *fresh);
    CHECK(told(judge_nodes(remembering.plugins(), asked, cluster.view)) == told(plain));
    const Placement placement = remembering.place(asked, cluster.view, random);
    const auto best = plain.best();
    if (best.empty()) {
      CHECK(placement.row == -1);
      continue;
    }
    REQUIRE(placement.row >= 0);
    const Text node = cluster.view.nodes().row(static_cast<std::size_t>(placement.row)).node->metadata.name;
    CHECK(told(plain).at(node) == std::to_string(plain.nodes[best.front()].total));
    cluster.view.add_pod(pod, node);
    cluster.pods[pod->metadata.uid] = {pod, node};
  }
}

TEST_CASE("a trial leaves no trace") {
  Random random(7);
  Cluster cluster;
  const PluginSet plugins = make::plugins();
  for (int step = 0; step < 60; ++step) {
    cluster.change(random, step);
    Ref<Pod> pod = copy(*random_template(random));
    pod->metadata.uid = pod->metadata.name = "p" + std::to_string(step);
    const Text node =
        std::next(cluster.nodes.begin(), static_cast<std::ptrdiff_t>(random.below(cluster.nodes.size())))
            ->first;
    cluster.view.add_pod(pod, node);
    cluster.pods[pod->metadata.uid] = {pod, node};
  }
  const PodView asked = view_of(random_template(random));
  const auto before = told(judge_nodes(plugins, asked, cluster.view));
  for (std::size_t row = 0; row < cluster.view.nodes().size(); ++row) {
    const auto version = cluster.view.nodes().row(row).version;
    const SchedulingView::Pods there = cluster.view.pods_on(row);
    {
      SchedulingView::Trial trial(cluster.view, row);
      for (const Ref<const Pod>& pod : there) trial.take(pod);
      trial.put(random_template(random));
    }
    CHECK(cluster.view.pods_on(row) == there);
    CHECK(cluster.view.nodes().row(row).version == version);
  }
  CHECK(told(judge_nodes(plugins, asked, cluster.view)) == before);
}
