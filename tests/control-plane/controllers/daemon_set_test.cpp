#include "control-plane/controllers/daemon_set.h"

#include "control-plane/controllers/daemons/fitness.h"
#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> daemon_set_controller(const Settings& settings);

namespace {

const Key kAgent{"default", "agent"};

Ref<DaemonSet> agent() {
  Ref<DaemonSet> set = make_ref<DaemonSet>();
  set->metadata.namespace_ = "default";
  set->metadata.name = "agent";
  DaemonSetSpec& spec = set->spec.edit();
  spec.selector.edit().match_labels.set("app", "agent");
  spec.template_.edit().metadata.edit().labels.set("app", "agent");
  spec.template_.edit().spec.edit().containers = {Container{"c", "agent:1"}};
  spec.update_strategy.type_ = "RollingUpdate";
  spec.update_strategy.rolling_update.edit().max_unavailable = 1;
  spec.update_strategy.rolling_update.edit().max_surge = 0;
  spec.revision_history_limit = 10;
  return set;
}

Taint taint(std::string_view key, const char* effect) {
  Taint taint;
  taint.key = key;
  taint.effect = effect;
  return taint;
}

// Nodes n1, n2, ... and one DaemonSet; the test plays scheduler and kubelets.
struct Rig {
  explicit Rig(int nodes, Ref<DaemonSet> set = agent()) {
    world.add(daemon_set_controller(Settings()));
    for (int i = 1; i <= nodes; ++i) add_node("n" + std::to_string(i));
    world.put(set);
    world.settle();
  }
  void add_node(const std::string& name) {
    Ref<Node> node = make_ref<Node>();
    node->metadata.name = name;
    node->metadata.labels.set("kubernetes.io/hostname", name);
    world.put(node);
  }
  void set_taints(const char* node, List<Taint> taints) {
    world.edit<Node>(Key{{}, node}, [&](Node& n) { n.spec.edit().taints = taints; });
    world.settle();
  }
  std::vector<Ref<const Pod>> pods(const std::string& image = {}) const {
    std::vector<Ref<const Pod>> found;
    world.each<Pod>([&](const Ref<const Pod>& pod) {
      if (image.empty() || pod->spec->containers[0].image == image) found.push_back(pod);
    });
    return found;
  }
  std::string nodes() const {
    std::set<Text> names;
    for (const auto& pod : pods()) names.insert(node_meant(*pod));
    std::string all;
    for (const Text& name : names) all += name.str() + " ";
    return all;
  }
  // Binds every pod to its node and makes it run, ready or not.
  void run_pods(bool ready = true) {
    for (const auto& pod : pods()) {
      if (is_terminal(*pod) || pod->metadata.deleting()) continue;
      world.edit<Pod>(key_of(*pod), [&](Pod& p) {
        p.spec.edit().node_name = node_meant(p);
        p.status.edit().phase = "Running";
        Condition condition;
        condition.type_ = "Ready";
        condition.status = ready ? "True" : "False";
        set_condition(p.status.edit().conditions, condition, world.now());
      });
    }
    world.settle();
  }
  void fail(const Pod& pod) {
    world.edit<Pod>(key_of(pod), [](Pod& p) { p.status.edit().phase = "Failed"; });
    world.settle();
  }
  void change(const char* image) {
    world.edit<DaemonSet>(
        kAgent,
        [&](DaemonSet& set) {
          set.spec.edit().template_.edit().spec.edit().containers = {Container{"c", image}};
        },
        true);
    world.settle();
  }
  const DaemonSetStatus& status() const { return world.find<DaemonSet>(kAgent)->status.value(); }
  std::vector<std::int64_t> revisions() const {
    std::vector<std::int64_t> numbers;
    world.each<ControllerRevision>(
        [&](const RevisionRef& revision) { numbers.push_back(revision->revision); });
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }
  SmallWorld world;
};

}  // namespace

TEST_CASE("Each node gets one pod, which requires it by name and tolerates what befalls nodes",
          "[daemonset]") {
  // Facts 2.4: required nodeAffinity on metadata.name = node; the default scheduler binds it. Tolerations:
  // not-ready & unreachable NoExecute (no seconds), disk-, memory-, pid-pressure, unschedulable NoSchedule.
  Rig rig(3);
  CHECK(rig.nodes() == "n1 n2 n3 ");
  REQUIRE(rig.pods().size() == 3);
  const Pod& pod = *rig.pods()[0];
  const PodSpec& spec = *pod.spec;
  CHECK(spec.node_name.empty());
  CHECK(pod.metadata.controller()->kind == "DaemonSet");
  CHECK(spec.affinity->node_affinity->required->node_selector_terms[0].match_fields[0] ==
        NodeSelectorRequirement{"metadata.name", "In", {node_meant(pod)}});
  REQUIRE(spec.tolerations.size() == 6);
  CHECK(spec.tolerations[0] == Toleration{Text(kNotReadyTaint), "Exists", {}, "NoExecute", std::nullopt});
  CHECK(std::count(rig.world.events.begin(), rig.world.events.end(),
                   "Normal SuccessfulCreate Created pod: " + pod.metadata.name.str()) == 1);
  rig.run_pods();
  const DaemonSetStatus& status = rig.status();
  CHECK(status.desired_number_scheduled == 3);
  CHECK(status.current_number_scheduled == 3);
  CHECK(status.number_ready == 3);
  CHECK(status.number_available == 3);
  CHECK(status.updated_number_scheduled == 3);
  CHECK(status.number_unavailable == 0);
}

TEST_CASE("Node selectors and taints choose nodes; a running pod leaves only for NoExecute or affinity",
          "[daemonset]") {
  // Facts 2.4: already running pod stays unless a NoExecute taint is not tolerated or affinity fails.
  Ref<DaemonSet> set = agent();
  set->spec.edit().template_.edit().spec.edit().node_selector.set("disk", "ssd");
  Rig rig(3, set);
  CHECK(rig.pods().empty());
  for (const char* node : {"n1", "n2"})
    rig.world.edit<Node>(Key{{}, node}, [](Node& n) { n.metadata.labels.set("disk", "ssd"); });
  rig.world.settle();
  CHECK(rig.nodes() == "n1 n2 ");
  rig.run_pods();
  rig.set_taints("n1", {taint("dedicated", "NoSchedule")});
  CHECK(rig.nodes() == "n1 n2 ");
  CHECK(rig.status().number_misscheduled == 1);
  CHECK(rig.status().desired_number_scheduled == 1);
  rig.set_taints("n2", {taint(kUnreachableTaint, "NoExecute")});  // tolerated by every daemon
  CHECK(rig.nodes() == "n1 n2 ");
  rig.set_taints("n1", {taint("dedicated", "NoExecute")});
  CHECK(rig.nodes() == "n2 ");
  rig.world.edit<Node>(Key{{}, "n2"}, [](Node& n) { n.metadata.labels.erase("disk"); });
  rig.world.settle();
  CHECK(rig.pods().empty());
}

TEST_CASE("A pod that waits for a node that went is deleted, a new node gets one", "[daemonset]") {
  Rig rig(2);
  rig.world.erase(Node::info(), Key{{}, "n2"});
  rig.world.settle();
  CHECK(rig.nodes() == "n1 ");
  rig.add_node("n3");
  rig.world.settle();
  CHECK(rig.nodes() == "n1 n3 ");
}

TEST_CASE("A failed daemon pod is replaced, again and again more slowly", "[daemonset]") {
  // Facts 2.4: killed with per-node back-off 1 s ... 15 min, event FailedDaemonPod.
  Rig rig(1);
  const std::string first = rig.pods()[0]->metadata.name.str();
  rig.fail(*rig.pods()[0]);
  REQUIRE(rig.pods().size() == 1);
  CHECK_FALSE(rig.pods()[0]->metadata.name == first);
  CHECK(std::count(rig.world.events.begin(), rig.world.events.end(),
                   "Warning FailedDaemonPod Found failed daemon pod default/" + first +
                       " on node n1, will try to kill it") == 1);
  for (const Duration wait : {1s, 2s, 4s, 8s}) {
    const std::string next = rig.pods()[0]->metadata.name.str();
    rig.fail(*rig.pods()[0]);
    rig.world.advance(wait - 1ms);
    CHECK(rig.pods()[0]->metadata.name == next);
    rig.world.advance(1ms);
    REQUIRE(rig.pods().size() == 1);
    CHECK_FALSE(rig.pods()[0]->metadata.name == next);
  }
}

TEST_CASE("A rolling update takes one available pod at a time, unavailable ones at once", "[daemonset]") {
  // Facts 2.4: maxUnavailable 1: old pods that are unavailable are replaced first (not limited), then
  // available ones up to maxUnavailable - unavailable.
  Rig rig(4);
  rig.run_pods();
  rig.change("agent:2");
  CHECK(rig.pods("agent:1").size() == 3);
  CHECK(rig.pods("agent:2").size() == 1);
  CHECK(rig.status().updated_number_scheduled == 1);
  rig.run_pods();
  CHECK(rig.pods("agent:1").size() == 2);
  // Nothing is ready any more: the other two go together.
  rig.run_pods(false);
  CHECK(rig.pods("agent:1").empty());
  CHECK(rig.pods("agent:2").size() == 4);
}

TEST_CASE("With maxSurge the new pod comes first, and the old one goes when it is available", "[daemonset]") {
  Ref<DaemonSet> set = agent();
  set->spec.edit().min_ready_seconds = 5;
  RollingUpdate& rolling = set->spec.edit().update_strategy.rolling_update.edit();
  rolling.max_unavailable = 0;
  rolling.max_surge = "50%";  // of 3: 2, rounded up
  Rig rig(3, set);
  rig.run_pods();
  rig.world.advance(5s);
  CHECK(rig.status().number_available == 3);
  rig.change("agent:2");
  CHECK(rig.pods("agent:1").size() == 3);
  CHECK(rig.pods("agent:2").size() == 2);
  rig.run_pods();
  CHECK(rig.pods("agent:1").size() == 3);
  rig.world.advance(5s);
  CHECK(rig.pods("agent:1").size() == 1);
  CHECK(rig.pods("agent:2").size() == 3);
}

TEST_CASE("Surging, an old pod where none shall be goes when the others suffice", "[daemonset]") {
  // Upstream: with maxSurge the owner expects full availability, also when the constraints move the pods.
  Ref<DaemonSet> set = agent();
  RollingUpdate& rolling = set->spec.edit().update_strategy.rolling_update.edit();
  rolling.max_unavailable = 0;
  rolling.max_surge = 1;
  Rig rig(1, set);
  rig.run_pods();
  rig.set_taints("n1", {taint("old", "NoSchedule")});
  rig.change("agent:2");
  CHECK(rig.pods("agent:1").empty());  // nothing is desired: nothing is missed
  rig.set_taints("n1", {});
  rig.run_pods();
  rig.set_taints("n1", {taint("old", "NoSchedule")});
  rig.add_node("n2");
  rig.change("agent:3");
  CHECK(rig.nodes() == "n1 n2 ");
  for (const auto& pod : rig.pods("agent:2")) CHECK(node_meant(*pod) == "n1");
  rig.run_pods();
  CHECK(rig.nodes() == "n2 ");
}

TEST_CASE("Adopted revisions of the same template become one", "[daemonset]") {
  Rig rig(1);
  rig.run_pods();
  Ref<ControllerRevision> twin;
  rig.world.each<ControllerRevision>([&](const RevisionRef& r) { twin = copy(*r); });
  twin->metadata.name = "agent-twin";
  twin->metadata.uid = {};
  twin->metadata.owner_references = {};
  twin->metadata.labels.set("controller-revision-hash", "twin");
  twin->revision = 2;
  rig.world.put(twin);
  rig.world.edit<DaemonSet>(kAgent, [](DaemonSet& set) { set.metadata.annotations.set("a", "b"); });
  rig.world.settle();
  CHECK(rig.revisions() == std::vector<std::int64_t>{2});
  REQUIRE(rig.pods().size() == 1);
  CHECK(rig.pods()[0]->metadata.labels.get("controller-revision-hash") == "twin");
}

TEST_CASE("OnDelete leaves old pods to the user", "[daemonset]") {
  Ref<DaemonSet> set = agent();
  set->spec.edit().update_strategy = {"OnDelete", {}};
  Rig rig(2, set);
  rig.run_pods();
  rig.change("agent:2");
  CHECK(rig.pods("agent:1").size() == 2);
  rig.world.erase(Pod::info(), key_of(*rig.pods()[0]));
  rig.world.settle();
  CHECK(rig.pods("agent:1").size() == 1);
  CHECK(rig.pods("agent:2").size() == 1);
}

TEST_CASE("Each template is a revision; going back gives the old one the highest number", "[daemonset]") {
  Ref<DaemonSet> set = agent();
  set->spec.edit().revision_history_limit = 1;
  Rig rig(1, set);
  CHECK(rig.revisions() == std::vector<std::int64_t>{1});
  rig.change("agent:2");
  CHECK(rig.revisions() == std::vector<std::int64_t>{1, 2});
  rig.change("agent:1");
  CHECK(rig.revisions() == std::vector<std::int64_t>{2, 3});
  rig.world.each<ControllerRevision>([&](const RevisionRef& revision) {
    if (revision->revision != 3) return;
    CHECK(template_of(*revision) == rig.world.find<DaemonSet>(kAgent)->spec->template_);
    CHECK(rig.pods()[0]->metadata.labels.get("controller-revision-hash") ==
          revision->metadata.labels.get("controller-revision-hash"));
  });
  rig.change("agent:3");  // one old revision is kept, the latest
  CHECK(rig.revisions() == std::vector<std::int64_t>{3, 4});
}

TEST_CASE("A revision of another owner in the way counts as a collision", "[daemonset]") {
  Rig rig(1);
  Ref<ControllerRevision> strange;
  rig.world.each<ControllerRevision>([&](const RevisionRef& r) { strange = copy(*r); });
  rig.world.edit<DaemonSet>(kAgent, [](DaemonSet& set) { set.metadata.uid = "another"; });
  rig.world.settle();
  CHECK(rig.status().collision_count == 1);
}

}  // namespace podium::controllers
