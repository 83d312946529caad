#include <nlohmann/json.hpp>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/stateful_set.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> stateful_set_controller(const Settings& settings);

namespace {

const Key kDb{"default", "db"};

Ref<StatefulSet> db(int replicas) {
  Ref<StatefulSet> set = make_ref<StatefulSet>();
  set->metadata.namespace_ = "default";
  set->metadata.name = "db";
  StatefulSetSpec& spec = set->spec.edit();
  spec.replicas = replicas;
  spec.selector.edit().match_labels.set("app", "db");
  spec.service_name = "db";
  spec.template_.edit().metadata.edit().labels.set("app", "db");
  spec.template_.edit().spec.edit().containers = {Container{"c", "db:1"}};
  spec.pod_management_policy = "OrderedReady";
  spec.update_strategy.type_ = "RollingUpdate";
  spec.update_strategy.rolling_update.edit().partition = 0;
  spec.claim_retention_policy.edit() = {"Retain", "Retain"};
  return set;
}

Ref<StatefulSet> with_claims(Ref<StatefulSet> set, const char* when_deleted, const char* when_scaled) {
  set->spec.edit().volume_claim_templates = Tree(nlohmann::json::parse(R"([{"metadata": {"name": "data"},
      "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}])"));
  set->spec.edit().claim_retention_policy.edit() = {when_deleted, when_scaled};
  return set;
}

// One StatefulSet; the test plays scheduler and kubelets.
struct Rig {
  explicit Rig(Ref<StatefulSet> set) {
    world.add(stateful_set_controller(Settings()));
    world.put(set);
    world.settle();
  }
  // "db-0:1 db-1:2": pods and their images; * behind those that are not Ready.
  std::string pods() const {
    std::string all;
    world.each<Pod>([&](const Ref<const Pod>& pod) {
      all += (all.empty() ? "" : " ") + pod->metadata.name.str() +
             pod->spec->containers[0].image.str().substr(2) + (is_ready(*pod) ? "" : "*");
    });
    return all;
  }
  Key key(int ordinal) const { return Key{"default", "db-" + std::to_string(ordinal)}; }
  void run(int ordinal, bool ready = true) {
    world.edit<Pod>(key(ordinal), [&](Pod& p) {
      p.spec.edit().node_name = "n1";
      p.status.edit().phase = "Running";
      Condition condition;
      condition.type_ = "Ready";
      condition.status = ready ? "True" : "False";
      set_condition(p.status.edit().conditions, condition, world.now());
    });
    world.settle();
  }
  void end(int ordinal) {
    world.erase(Pod::info(), key(ordinal));
    world.settle();
  }
  template <class F>
  void change(F edit) {
    world.edit<StatefulSet>(
        kDb, [&](StatefulSet& set) { edit(set.spec.edit()); }, true);
    world.settle();
  }
  void image(const char* image) {
    change([&](StatefulSetSpec& spec) {
      spec.template_.edit().spec.edit().containers = {Container{"c", image}};
    });
  }
  void scale(int replicas) {
    change([&](StatefulSetSpec& spec) { spec.replicas = replicas; });
  }
  const StatefulSetStatus& status() const { return world.find<StatefulSet>(kDb)->status.value(); }
  std::string claims() const {
    std::string all;
    world.each<PersistentVolumeClaim>([&](const Ref<const PersistentVolumeClaim>& claim) {
      all += (all.empty() ? "" : " ") + claim->metadata.name.str();
      for (const OwnerReference& owner : claim->metadata.owner_references) all += "<" + owner.kind.str();
    });
    return all;
  }
  bool told(const std::string& event) const {
    return std::find(world.events.begin(), world.events.end(), event) != world.events.end();
  }
  SmallWorld world;
};

}  // namespace

TEST_CASE("Pods come in order, each when the one before is Ready, and bear their number", "[statefulset]") {
  // Facts 2.3: OrderedReady; labels pod-name, pod-index, controller-revision-hash; hostname, subdomain.
  Rig rig(db(2));
  CHECK(rig.pods() == "db-0:1*");
  rig.run(0, false);
  CHECK(rig.pods() == "db-0:1*");
  rig.run(0);
  CHECK(rig.pods() == "db-0:1 db-1:1*");
  rig.run(1);
  const Ref<const Pod> pod = rig.world.find<Pod>(rig.key(1));
  CHECK(pod->metadata.labels.get("statefulset.kubernetes.io/pod-name") == "db-1");
  CHECK(pod->metadata.labels.get("apps.kubernetes.io/pod-index") == "1");
  CHECK(pod->metadata.labels.get("controller-revision-hash") == rig.status().update_revision);
  CHECK(pod->spec->hostname == "db-1");
  CHECK(pod->spec->subdomain == "db");
  CHECK(rig.told("Normal SuccessfulCreate create Pod db-1 in StatefulSet db successful"));
  CHECK(rig.status().replicas == 2);
  CHECK(rig.status().ready_replicas == 2);
  CHECK(rig.status().available_replicas == 2);
  CHECK(rig.status().current_replicas == 2);
  CHECK(rig.status().current_revision == rig.status().update_revision);
}

TEST_CASE("Pods go from the highest number down, each when those below are Ready", "[statefulset]") {
  // Facts 2.3: scale-down one at a time, only when all lower ones are Running and Ready.
  Ref<StatefulSet> set = db(3);
  set->spec.edit().ordinals.edit().start = 5;
  Rig rig(set);
  for (const int ordinal : {5, 6, 7}) rig.run(ordinal);
  CHECK(rig.pods() == "db-5:1 db-6:1 db-7:1");
  rig.world.pods_linger = true;
  rig.scale(1);
  CHECK_FALSE(rig.world.find<Pod>(rig.key(6))->metadata.deleting());
  CHECK(rig.world.find<Pod>(rig.key(7))->metadata.deleting());
  rig.run(5, false);
  rig.end(7);
  CHECK_FALSE(rig.world.find<Pod>(rig.key(6))->metadata.deleting());
  rig.run(5);
  CHECK(rig.told("Normal SuccessfulDelete delete Pod db-6 in StatefulSet db successful"));
}

TEST_CASE("Parallel sets make and end pods at once, and update them in order still", "[statefulset]") {
  Ref<StatefulSet> set = db(4);
  set->spec.edit().pod_management_policy = "Parallel";
  Rig rig(set);
  CHECK(rig.pods() == "db-0:1* db-1:1* db-2:1* db-3:1*");
  for (const int ordinal : {0, 1, 2}) rig.run(ordinal);
  rig.image("db:2");
  CHECK(rig.pods() == "db-0:1 db-1:1 db-2:1 db-3:2*");
  rig.run(3);
  CHECK(rig.pods() == "db-0:1 db-1:1 db-2:2* db-3:2");
  rig.scale(1);
  CHECK(rig.pods() == "db-0:2*");
}

TEST_CASE("A rolling update goes down to the partition, pod by pod", "[statefulset]") {
  // Facts 2.3: from the highest ordinal down to `partition`; pods below it come back at currentRevision;
  // maxUnavailable is an alpha field that is off.
  Ref<StatefulSet> set = db(3);
  set->spec.edit().update_strategy.rolling_update.edit() = {1, IntOrString(2)};
  Rig rig(set);
  for (const int ordinal : {0, 1, 2}) rig.run(ordinal);
  rig.image("db:2");
  CHECK(rig.pods() == "db-0:1 db-1:1 db-2:2*");
  rig.run(2);
  rig.run(1);
  CHECK(rig.pods() == "db-0:1 db-1:2 db-2:2");
  CHECK(rig.status().updated_replicas == 2);
  CHECK(rig.status().current_replicas == 1);
  CHECK_FALSE(rig.status().current_revision == rig.status().update_revision);
  rig.end(0);
  CHECK(rig.pods() == "db-0:1* db-1:2 db-2:2");
  rig.run(0);
  rig.change([](StatefulSetSpec& spec) { spec.update_strategy.rolling_update.edit().partition = 0; });
  rig.run(0);
  CHECK(rig.pods() == "db-0:2 db-1:2 db-2:2");
  CHECK(rig.status().current_revision == rig.status().update_revision);
  CHECK(rig.status().current_replicas == 3);
}

TEST_CASE("OnDelete leaves old pods to the user; an old template gets the highest number", "[statefulset]") {
  Ref<StatefulSet> set = db(1);
  set->spec.edit().update_strategy = {"OnDelete", {}};
  set->spec.edit().revision_history_limit = 0;
  Rig rig(set);
  rig.run(0);
  const std::string first = rig.status().update_revision.str();
  rig.image("db:2");
  CHECK(rig.pods() == "db-0:1");
  rig.end(0);
  CHECK(rig.pods() == "db-0:2*");
  rig.image("db:1");
  CHECK(rig.status().update_revision == first);
  std::vector<std::int64_t> numbers;
  rig.world.each<ControllerRevision>([&](const RevisionRef& r) { numbers.push_back(r->revision); });
  std::sort(numbers.begin(), numbers.end());
  CHECK(numbers == std::vector<std::int64_t>{2, 3});  // the second is a pod's yet: not history
}

TEST_CASE("Ended pods are made anew, and a new one waits for minReadySeconds", "[statefulset]") {
  // Facts 2.3: Failed or Succeeded pods are deleted and recreated.
  Ref<StatefulSet> set = db(2);
  set->spec.edit().min_ready_seconds = 10;
  Rig rig(set);
  rig.run(0);
  rig.world.advance(10s - 1ms);
  CHECK(rig.pods() == "db-0:1");
  rig.world.advance(1ms);
  CHECK(rig.pods() == "db-0:1 db-1:1*");
  const Text uid = rig.world.find<Pod>(rig.key(1))->metadata.uid;
  for (const char* phase : {"Failed", "Succeeded"}) {
    rig.world.edit<Pod>(rig.key(1), [&](Pod& pod) { pod.status.edit().phase = phase; });
    rig.world.settle();
    CHECK_FALSE(rig.world.find<Pod>(rig.key(1))->metadata.uid == uid);
  }
}

TEST_CASE("Each pod has a claim of its own, which outlives it", "[statefulset]") {
  // Facts 2.3: PVC `<template>-<sts>-<ordinal>`, created before the pod; retention Retain by default.
  Rig rig(with_claims(db(2), "Retain", "Retain"));
  rig.run(0);
  rig.run(1);
  CHECK(rig.claims() == "data-db-0 data-db-1");
  CHECK(rig.told("Normal SuccessfulCreate create Claim data-db-1 Pod db-1 in StatefulSet db success"));
  const Volume& volume = rig.world.find<Pod>(rig.key(1))->spec->volumes[0];
  CHECK(volume.name == "data");
  CHECK(volume.rest.json()["persistentVolumeClaim"]["claimName"] == "data-db-1");
  rig.scale(1);
  CHECK(rig.pods() == "db-0:1");
  CHECK(rig.claims() == "data-db-0 data-db-1");
}

TEST_CASE("Claims are owned by the set, or by a surplus pod, as the retention policy has it",
          "[statefulset]") {
  Rig rig(with_claims(db(2), "Delete", "Delete"));
  rig.run(0);
  rig.run(1);
  CHECK(rig.claims() == "data-db-0<StatefulSet data-db-1<StatefulSet");
  rig.world.pods_linger = true;
  rig.scale(1);
  CHECK(rig.claims() == "data-db-0<StatefulSet data-db-1<Pod");
  // Scaled up again: the pod waits until the claim of its forerunner went with it.
  rig.scale(2);
  rig.end(1);
  CHECK_FALSE(rig.world.find<Pod>(rig.key(1)));
  rig.world.erase(PersistentVolumeClaim::info(), Key{"default", "data-db-1"});
  rig.world.settle();
  CHECK(rig.world.find<Pod>(rig.key(1)));
}

TEST_CASE("A claim that cannot be made holds back its own pod only, in a parallel set", "[statefulset]") {
  Ref<StatefulSet> set = with_claims(db(3), "Retain", "Retain");
  set->spec.edit().pod_management_policy = "Parallel";
  Rig rig(db(0));
  Ref<PersistentVolumeClaim> ending = make_ref<PersistentVolumeClaim>();
  ending->metadata.namespace_ = "default";
  ending->metadata.name = "data-db-1";
  ending->metadata.labels.set("app", "db");
  ending->metadata.finalizers = {"kubernetes.io/pvc-protection"};
  ending->metadata.deletion_timestamp = rig.world.now();
  rig.world.put(ending);
  rig.world.edit<StatefulSet>(
      kDb, [&](StatefulSet& db) { db.spec = set->spec; }, true);
  rig.world.settle();
  CHECK(rig.pods() == "db-0:1* db-2:1*");
  CHECK(
      rig.told("Warning FailedCreate create Pod db-1 in StatefulSet db failed error: pvc data-db-1 is being "
               "deleted"));
  rig.world.erase(PersistentVolumeClaim::info(), Key{"default", "data-db-1"});
  rig.world.settle();
  CHECK(rig.pods() == "db-0:1* db-1:1* db-2:1*");
}

}  // namespace podium::controllers
