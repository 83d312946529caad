#include "control-plane/controllers/disruption.h"

#include "control-plane/codec/time_text.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> disruption_controller(const Settings& settings);

namespace {

struct Rig {
  Rig() { world.add(disruption_controller({})); }

  void add_set(int replicas) {
    const auto set = make_ref<ReplicaSet>();
    set->metadata.namespace_ = "default";
    set->metadata.name = "web";
    set->spec.edit().replicas = replicas;
    owner = world.put(set);
    for (int i = 0; i < replicas; ++i) add_pod("web-" + std::to_string(i));
  }
  void add_pod(const std::string& name) {
    const auto pod = make_ref<Pod>();
    pod->metadata.namespace_ = "default";
    pod->metadata.name = name;
    pod->metadata.labels = {{"app", "web"}};
    if (owner) pod->metadata.owner_references = {controller_reference(*owner)};
    pod->status.edit().phase = "Running";
    pod->status.edit().conditions = {Condition{"Ready", "True"}};
    world.put(pod);
  }
  void unready(const std::string& name) {
    world.edit<Pod>(Key{"default", name}, [](Pod& pod) {
      pod.status.edit().conditions = {Condition{"Ready", "False"}};
    });
  }
  void add_budget(std::optional<IntOrString> minimum, std::optional<IntOrString> spare) {
    const auto budget = make_ref<PodDisruptionBudget>();
    budget->metadata.namespace_ = "default";
    budget->metadata.name = "web";
    budget->metadata.generation = 1;
    budget->spec.edit().selector.edit().match_labels = {{"app", "web"}};
    budget->spec.edit().min_available = minimum;
    budget->spec.edit().max_unavailable = spare;
    world.put(budget);
    world.settle();
  }
  PodDisruptionBudgetStatus status() {
    world.settle();
    return world.find<PodDisruptionBudget>(Key{"default", "web"})->status.value();
  }

  SmallWorld world;
  Ref<const ReplicaSet> owner;
};

}  // namespace

// A.6: 5 replicas, maxUnavailable 25 % -> roundUp(1.25) = 2 -> desiredHealthy 3.
TEST_CASE("a share that may be unavailable is taken of the controllers' scale, rounded up", "[disruption]") {
  Rig rig;
  rig.add_set(5);
  rig.add_budget({}, IntOrString("25%"));
  CHECK(rig.status().expected_pods == 5);
  CHECK(rig.status().desired_healthy == 3);
  CHECK(rig.status().current_healthy == 5);
  CHECK(rig.status().disruptions_allowed == 2);
  CHECK(rig.status().observed_generation == 1);
  rig.unready("web-0");
  CHECK(rig.status().disruptions_allowed == 1);
  rig.unready("web-1");
  rig.unready("web-2");
  CHECK(rig.status().disruptions_allowed == 0);
  const Condition* allowed = find_condition(rig.status().conditions, "DisruptionAllowed");
  REQUIRE(allowed != nullptr);
  CHECK(allowed->status == "False");
  CHECK(allowed->reason == "InsufficientPods");
}

// A.6: minAvailable 50 % of 5 -> roundUp(2.5) = 3.
TEST_CASE("a share that must stay is rounded up, a number counts the pods that match", "[disruption]") {
  Rig share;
  share.add_set(5);
  share.add_budget(IntOrString("50%"), {});
  CHECK(share.status().desired_healthy == 3);
  CHECK(share.status().disruptions_allowed == 2);
  Rig number;
  for (const char* name : {"a", "b", "c"}) number.add_pod(name);  // nobody's pods
  number.add_budget(IntOrString(2), {});
  CHECK(number.status().expected_pods == 3);
  CHECK(number.status().disruptions_allowed == 1);
}

TEST_CASE("pods without a controller have no scale to take a share of, and the budget says so",
          "[disruption]") {
  Rig rig;
  rig.add_pod("alone");
  rig.add_budget({}, IntOrString("50%"));
  CHECK(rig.status().disruptions_allowed == 0);
  const Condition* allowed = find_condition(rig.status().conditions, "DisruptionAllowed");
  REQUIRE(allowed != nullptr);
  CHECK(allowed->reason == "SyncFailed");
  CHECK(allowed->message == "found no controller ref for pod \"alone\"");
}

TEST_CASE("an eviction that was granted counts until the pod goes, or for two minutes", "[disruption]") {
  Rig rig;
  rig.add_set(3);
  rig.add_budget({}, IntOrString(1));
  REQUIRE(rig.status().disruptions_allowed == 1);
  rig.world.edit<PodDisruptionBudget>(Key{"default", "web"}, [&](PodDisruptionBudget& budget) {
    budget.status.edit().disruptions_allowed = 0;  // as the API server charges it
    budget.status.edit().disrupted_pods.set("web-1", format_time(rig.world.now()));
  });
  rig.world.advance(1min);
  CHECK(rig.status().disrupted_pods.contains("web-1"));
  CHECK(rig.status().current_healthy == 2);
  CHECK(rig.status().disruptions_allowed == 0);
  rig.world.advance(1min);
  CHECK(rig.status().disrupted_pods.empty());
  CHECK(rig.status().disruptions_allowed == 1);
}

}  // namespace podium::controllers
