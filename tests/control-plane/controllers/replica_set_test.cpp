#include "control-plane/controllers/replica_set.h"

#include <algorithm>

#include "control-plane/controllers/pods/deletion_rank.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "runtime/env/random.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> replica_set_controller(const Settings& settings);
std::unique_ptr<Controller> replication_controller_controller(const Settings& settings);

namespace {

const Key kWeb{"default", "web"};

Ref<ReplicaSet> replica_set(int replicas, const char* name = "web") {
  Ref<ReplicaSet> rs = make_ref<ReplicaSet>();
  rs->metadata.namespace_ = "default";
  rs->metadata.name = name;
  ReplicaSetSpec& spec = rs->spec.edit();
  spec.replicas = replicas;
  spec.selector.edit().match_labels.set("app", name);
  spec.template_.edit().metadata.edit().labels.set("app", name);
  spec.template_.edit().spec.edit().containers = {Container{"c", "nginx:1"}};
  return rs;
}

std::vector<Ref<const Pod>> pods(const SmallWorld& world) {
  std::vector<Ref<const Pod>> found;
  world.each<Pod>([&](const Ref<const Pod>& pod) { found.push_back(pod); });
  return found;
}

void set_ready(Pod& pod, TimePoint since, bool ready = true) {
  Condition condition;
  condition.type_ = "Ready";
  condition.status = ready ? "True" : "False";
  condition.last_transition_time = since;
  PodStatus& status = pod.status.edit();
  status.phase = "Running";
  status.conditions = {condition};
}

const ReplicaSetStatus& status(const SmallWorld& world) {
  return world.find<ReplicaSet>(kWeb)->status.value();
}

SmallWorld& started(SmallWorld& world, Ref<ReplicaSet> rs, ReplicaSetOptions options = {}) {
  Settings settings;
  settings.set(options);
  world.add(replica_set_controller(settings));
  world.put(rs);
  world.settle();
  return world;
}

}  // namespace

TEST_CASE("A ReplicaSet makes its pods from its template", "[replicaset]") {
  SmallWorld world;
  started(world, replica_set(3));
  REQUIRE(pods(world).size() == 3);
  const Pod& pod = *pods(world)[0];
  CHECK(pod.metadata.name.view().substr(0, 4) == "web-");
  CHECK(pod.metadata.labels.get("app") == "web");
  CHECK(pod.metadata.controller()->kind == "ReplicaSet");
  CHECK(pod.metadata.controller()->block_owner_deletion == true);
  CHECK(pod.spec.same_as(pods(world)[1]->spec));  // replicas share what they have in common
  CHECK(status(world).replicas == 3);
  CHECK(status(world).fully_labeled_replicas == 3);
  CHECK(status(world).observed_generation == 1);
  CHECK(world.events[0] == "Normal SuccessfulCreate Created pod: " + pod.metadata.name.str());
}

TEST_CASE("At most 500 pods are made in one go", "[replicaset]") {
  SmallWorld world;
  Settings settings;
  world.add(replica_set_controller(settings));
  world.put(replica_set(1200));
  world.settle(1);
  CHECK(pods(world).size() == 500);
  world.settle();
  CHECK(pods(world).size() == 1200);
}

TEST_CASE("Failed pods are replaced and left behind", "[replicaset]") {
  SmallWorld world;
  started(world, replica_set(2));
  world.edit<Pod>(key_of(*pods(world)[0]), [](Pod& pod) { pod.status.edit().phase = "Failed"; });
  world.settle();
  CHECK(pods(world).size() == 3);
  CHECK(status(world).replicas == 2);
}

TEST_CASE("A refused creation shows as ReplicaFailure until one succeeds", "[replicaset]") {
  SmallWorld world;
  world.refuse_creates["Pod"] = "quota";
  started(world, replica_set(2));
  world.advance(20ms);
  const Condition* failure = find_condition(status(world).conditions, "ReplicaFailure");
  REQUIRE(failure != nullptr);
  CHECK(failure->reason == "FailedCreate");
  CHECK(failure->message == "quota");
  CHECK(world.events[0] == "Warning FailedCreate Error creating: quota");
  world.refuse_creates.clear();
  world.advance(20ms);
  CHECK(find_condition(status(world).conditions, "ReplicaFailure") == nullptr);
  CHECK(status(world).replicas == 2);
}

TEST_CASE("Availability comes minReadySeconds after readiness, by itself", "[replicaset]") {
  SmallWorld world;
  Ref<ReplicaSet> rs = replica_set(1);
  rs->spec.edit().min_ready_seconds = 10;
  started(world, rs);
  world.edit<Pod>(key_of(*pods(world)[0]), [&](Pod& pod) { set_ready(pod, world.now()); });
  world.advance(9s);
  CHECK(status(world).ready_replicas == 1);
  CHECK(status(world).available_replicas == 0);
  world.advance(1s);
  CHECK(status(world).available_replicas == 1);
}

TEST_CASE("Matching orphans are adopted, strangers released", "[replicaset]") {
  SmallWorld world;
  started(world, replica_set(2));
  Ref<Pod> orphan = make_ref<Pod>();
  orphan->metadata.namespace_ = "default";
  orphan->metadata.name = "orphan";
  orphan->metadata.labels.set("app", "web");
  world.put(orphan);
  world.settle();
  const Key key{"default", "orphan"};
  // Adopted: three are one too many, and one went.
  CHECK(pods(world).size() == 2);
  const Key first = key_of(*pods(world)[0]);
  world.edit<Pod>(first, [](Pod& pod) { pod.metadata.labels.set("app", "debug"); });
  world.settle();
  CHECK(world.find<Pod>(first)->metadata.controller() == nullptr);
  CHECK(pods(world).size() == 3);
}

TEST_CASE("A pod's readiness costs no look at the other pods", "[replicaset]") {
  SmallWorld world;
  started(world, replica_set(50));
  for (const auto& pod : pods(world)) {
    world.edit<Pod>(key_of(*pod), [&](Pod& p) { set_ready(p, world.now()); });
  }
  const int before = world.reconciles;
  world.settle();
  // Fifty changes in one batch: one sync, and one more because of its own status write.
  CHECK(world.reconciles - before == 2);
  CHECK(status(world).ready_replicas == 50);
}

namespace {

struct PodMaker {
  TimePoint now = TimePoint{std::chrono::hours(1000)};
  std::vector<Ref<const Pod>> pods;

  // A running, ready pod on a node of its own, a day old, to be made worse by `spoil`.
  template <class F>
  void add(const char* name, F spoil) {
    Ref<Pod> pod = make_ref<Pod>();
    pod->metadata.name = name;
    pod->metadata.uid = name;
    pod->metadata.creation_timestamp = now - std::chrono::hours(24);
    pod->spec.edit().node_name = std::string("node-of-") + name;
    set_ready(*pod, now - std::chrono::hours(23));
    spoil(*pod);
    pods.push_back(pod);
  }
  std::string first(std::size_t count) const {
    std::string names;
    Crowds crowds;
    for (const auto& pod : pods) ++crowds[pod->spec->node_name];
    for (const auto& pod : first_to_delete(pods, crowds, count, now)) names += pod->metadata.name.str() + " ";
    return names;
  }
};

void restarts(Pod& pod, int count) {
  ContainerStatus status;
  status.restart_count = count;
  pod.status.edit().container_statuses = {status};
}

}  // namespace

TEST_CASE("Pods to delete are ranked by the eight rules in their order", "[replicaset]") {
  // Facts 2.1. Every pod here is worse than the ones below it by one rule, and better by later ones.
  PodMaker maker;
  maker.add("8-newer", [&](Pod& p) { p.metadata.creation_timestamp = maker.now - 100s; });
  maker.add("7-restarts", [&](Pod& p) { restarts(p, 5); });
  maker.add("6-lately-ready", [&](Pod& p) { set_ready(p, maker.now - 60s); });
  maker.add("5-crowded-b", [&](Pod& p) { p.spec.edit().node_name = "crowd"; });
  maker.add("5-crowded-a", [&](Pod& p) {
    p.spec.edit().node_name = "crowd";
    set_ready(p, maker.now - 60s);
  });
  maker.add("4-cheap",
            [&](Pod& p) { p.metadata.annotations.set("controller.kubernetes.io/pod-deletion-cost", "-7"); });
  maker.add("3-not-ready", [&](Pod& p) { set_ready(p, maker.now, false); });
  maker.add("2-unknown", [&](Pod& p) { p.status.edit().phase = "Unknown"; });
  maker.add("2-pending", [&](Pod& p) { p.status.edit().phase = "Pending"; });
  maker.add("1-unassigned", [&](Pod& p) { p.spec.edit().node_name = Text(); });
  maker.add("9-good", [&](Pod&) {});
  CHECK(maker.first(10) ==
        "1-unassigned 2-pending 2-unknown 3-not-ready 4-cheap 5-crowded-a 5-crowded-b 6-lately-ready "
        "7-restarts "
        "8-newer ");
}

TEST_CASE("Ages are compared on a logarithmic scale, then by uid", "[replicaset]") {
  // floor(log2(ns)): 70 s and 130 s share a class (2^36 ns = 68.7 s to 137 s), 60 s is younger.
  PodMaker maker;
  maker.add("b", [&](Pod& p) { set_ready(p, maker.now - 70s); });
  maker.add("a", [&](Pod& p) { set_ready(p, maker.now - 130s); });
  maker.add("c", [&](Pod& p) { set_ready(p, maker.now - 60s); });
  CHECK(maker.first(2) == "c a ");
}

TEST_CASE("The quick choice is the choice of all pods ranked", "[replicaset]") {
  // Two sets of one Deployment on few nodes, in every state, drawn at random.
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    SmallWorld world;
    const bool priced = random.chance({1, 4});
    std::vector<Ref<const Pod>> own;
    Crowds crowds;
    for (int i = 0; i < 30; ++i) {
      Ref<Pod> pod = make_ref<Pod>();
      pod->metadata.namespace_ = "default";
      pod->metadata.name = "p" + std::to_string(i);
      const bool ours = random.chance({2, 3});
      OwnerReference owner;
      owner.uid = ours ? "ours" : "theirs";
      owner.controller = true;
      pod->metadata.owner_references = {owner};
      if (!random.chance({1, 10})) pod->spec.edit().node_name = "n" + std::to_string(random.below(6));
      set_ready(*pod, world.now() - std::chrono::seconds(random.below(1000)) - std::chrono::milliseconds(i),
                !random.chance({1, 5}));
      if (random.chance({1, 8})) pod->status.edit().phase = "Pending";
      if (random.chance({1, 10})) pod->metadata.deletion_timestamp = world.now();
      if (priced) pod->metadata.annotations.set(kDeletionCost, std::to_string(random.between(-2, 2)));
      world.advance(1s);  // no two are of the same age: no ties
      const Ref<const Pod> stored = world.put(pod);
      if (!is_active(*stored)) continue;
      if (!stored->spec.value().node_name.empty()) ++crowds[stored->spec->node_name];
      if (ours) own.push_back(stored);
    }
    const std::size_t count = random.below(12);
    const auto names = [](const std::vector<Ref<const Pod>>& pods) {
      std::string all;
      for (const auto& pod : pods) all += pod->metadata.name.str() + " ";
      return all;
    };
    if (count >= own.size()) continue;
    CHECK(names(choose_to_delete(world, "ours", {"ours", "theirs"}, count, world.now())) ==
          names(first_to_delete(own, crowds, count, world.now())));
  }
}

TEST_CASE("A ReplicationController keeps pods as a ReplicaSet does, by plain labels", "[replicaset]") {
  SmallWorld world;
  Ref<ReplicationController> rc = make_ref<ReplicationController>();
  rc->metadata.namespace_ = "default";
  rc->metadata.name = "web";
  ReplicationControllerSpec& spec = rc->spec.edit();
  spec.replicas = 2;
  spec.selector.set("app", "web");
  spec.template_.edit().metadata.edit().labels.set("app", "web");
  spec.template_.edit().spec.edit().containers = {Container{"c", "nginx:1"}};
  Ref<Pod> orphan = make_ref<Pod>();
  orphan->metadata.namespace_ = "default";
  orphan->metadata.name = "orphan";
  orphan->metadata.labels.set("app", "web");
  world.put(orphan);
  world.add(replication_controller_controller(Settings()));
  world.put(rc);
  world.settle();
  REQUIRE(pods(world).size() == 2);
  for (const auto& pod : pods(world)) {
    CHECK(pod->metadata.controller()->kind == "ReplicationController");
    world.edit<Pod>(key_of(*pod), [&](Pod& p) { set_ready(p, world.now()); });
  }
  world.settle();
  const auto status = [&world] { return world.find<ReplicationController>(kWeb)->status.value(); };
  CHECK(status().replicas == 2);
  CHECK(status().available_replicas == 2);
  world.edit<ReplicationController>(
      kWeb, [](ReplicationController& r) { r.spec.edit().replicas = 0; }, true);
  world.settle();
  CHECK(pods(world).empty());
  CHECK(status().replicas == 0);
}

}  // namespace podium::controllers
