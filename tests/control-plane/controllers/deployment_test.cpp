#include "control-plane/controllers/deployment.h"

#include <sstream>

#include "control-plane/controllers/rollout/arithmetic.h"
#include "control-plane/controllers/rollout/revision.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> deployment_controller(const Settings& settings);

namespace {

const Key kWeb{"default", "web"};

Ref<Deployment> deployment(int replicas, IntOrString surge, IntOrString unavailable) {
  Ref<Deployment> d = make_ref<Deployment>();
  d->metadata.namespace_ = kWeb.namespace_;
  d->metadata.name = kWeb.name;
  DeploymentSpec& spec = d->spec.edit();
  spec.replicas = replicas;
  spec.selector.edit().match_labels.set("app", "web");
  PodTemplateSpec& stamp = spec.template_.edit();
  stamp.metadata.edit().labels.set("app", "web");
  stamp.spec.edit().containers = {Container{"c", "nginx:1"}};
  spec.strategy.type_ = "RollingUpdate";
  spec.strategy.rolling_update.edit() = RollingUpdate{unavailable, surge};
  spec.revision_history_limit = 10;
  spec.progress_deadline_seconds = 600;
  return d;
}

struct Rig {
  explicit Rig(Ref<Deployment> d) {
    world.add(deployment_controller(Settings()));
    world.put(d);
    world.settle();
  }

  std::vector<Ref<const ReplicaSet>> sets() const {
    std::vector<Ref<const ReplicaSet>> found;
    world.each<ReplicaSet>([&](const Ref<const ReplicaSet>& rs) { found.push_back(rs); });
    return found;
  }
  Ref<const ReplicaSet> newest() const { return find_newest(*world.find<Deployment>(kWeb), sets()); }
  Ref<const ReplicaSet> old() const {
    for (const auto& rs : sets()) {
      if (!(rs == newest())) return rs;
    }
    return nullptr;
  }
  // An old set whose controller has not yet reported its last change.
  Ref<const ReplicaSet> unreported() const {
    for (const auto& rs : sets()) {
      const ReplicaSetStatus& status = rs->status.value();
      const bool behind =
          status.replicas != replicas_of(*rs) || status.observed_generation < rs->metadata.generation;
      if (!(rs == newest()) && behind) return rs;
    }
    return nullptr;
  }
  void image(const char* image) {
    world.advance(1s);
    world.edit<Deployment>(
        kWeb,
        [&](Deployment& d) { d.spec.edit().template_.edit().spec.edit().containers.edit()[0].image = image; },
        true);
  }
  // What the ReplicaSet controller and kubelets would report: all specified replicas, `ready` of them ready.
  void report(const ReplicaSet& rs, int ready) {
    world.edit<ReplicaSet>(key_of(rs), [&](ReplicaSet& set) {
      ReplicaSetStatus& status = set.status.edit();
      status.replicas = replicas_of(set);
      status.ready_replicas = status.available_replicas = ready;
      status.observed_generation = set.metadata.generation;
    });
  }
  // The sizes that the newest and the old set go through: "new 3; old 8; ...". New pods become
  // ready in one batch whenever nothing else happens.
  std::string trace() {
    std::ostringstream steps;
    const int first_new = newest() ? replicas_of(*newest()) : 0;
    int shown_new = first_new, shown_old = old() ? replicas_of(*old()) : 0;
    for (int guard = 0; guard < 100; ++guard) {
      const bool acted = world.turn();
      const int new_size = newest() ? replicas_of(*newest()) : 0, old_size = old() ? replicas_of(*old()) : 0;
      if (new_size != shown_new) steps << "new " << (shown_new = new_size) << "; ";
      if (old_size != shown_old) steps << "old " << (shown_old = old_size) << "; ";
      if (acted) continue;
      if (const Ref<const ReplicaSet> behind = unreported()) {
        report(*behind, replicas_of(*behind));
      } else if (newest()->status.value().ready_replicas != new_size) {
        report(*newest(), new_size);
        steps << "ready " << new_size << "; ";
      } else {
        break;
      }
    }
    return steps.str();
  }

  SmallWorld world;
};

std::string roll_out(int replicas, IntOrString surge, IntOrString unavailable) {
  Rig rig(deployment(replicas, surge, unavailable));
  rig.report(*rig.newest(), replicas);
  rig.world.settle();
  rig.image("nginx:2");
  return rig.trace();
}

}  // namespace

TEST_CASE("A rolling update goes through the published sizes", "[deployment]") {
  // Facts A.2: spec.replicas of the new and the old set.
  CHECK(roll_out(10, "25%", "25%") == "new 3; old 8; new 5; ready 5; old 3; new 10; ready 10; old 0; ");
  CHECK(roll_out(3, "25%", "25%") == "new 1; ready 1; old 2; new 2; ready 2; old 1; new 3; ready 3; old 0; ");
  CHECK(roll_out(4, "25%", "25%") == "new 1; old 3; new 2; ready 2; old 1; new 4; ready 4; old 0; ");
  CHECK(roll_out(5, 0, "1%") ==
        "old 4; new 1; ready 1; old 3; new 2; ready 2; old 2; new 3; ready 3; old 1; new 4; ready 4; old 0; "
        "new 5; "
        "ready 5; ");
  CHECK(roll_out(10, 0, "20%") ==
        "old 8; new 2; ready 2; old 6; new 4; ready 4; old 4; new 6; ready 6; old 2; new 8; ready 8; old 0; "
        "new 10; "
        "ready 10; ");
  CHECK(roll_out(10, "100%", 0) == "new 10; ready 10; old 0; ");
}

// Seen in a drawn cluster: of three old pods one was given up, which its set's status did not tell yet.
// Counted as three they allowed both others to go, and two were left of three that had to be available.
TEST_CASE("An old set whose status is behind counts for no more pods than it is to have", "[deployment]") {
  const auto set = [](int replicas, int available) {
    auto made = make_ref<ReplicaSet>();
    made->spec.edit().replicas = replicas;
    made->status.edit().available_replicas = available;
    return made;
  };
  Deployment d;
  d.spec.edit().replicas = 3;
  d.spec.edit().strategy.rolling_update = RollingUpdate{IntOrString{0}, IntOrString{3}};
  const auto newest = set(3, 2);
  CHECK(controllers::shrink_old(d, newest.get(), {set(2, 3)}).final == controllers::Sizes{1});
  CHECK(controllers::shrink_old(d, newest.get(), {set(2, 2)}).final == controllers::Sizes{1});
}

TEST_CASE("Growing in the middle of a stuck rollout is spread in proportion", "[deployment]") {
  // Scenario S10: 10 replicas, surge 3, unavailable 2, new pods never ready: old 8, new 5; then 15: old 11,
  // new 7.
  Rig rig(deployment(10, 3, 2));
  rig.report(*rig.newest(), 10);
  rig.world.settle();
  rig.image("nginx:unresolvable");
  rig.world.settle();
  rig.report(*rig.old(), 8);
  rig.world.settle();
  REQUIRE(replicas_of(*rig.old()) == 8);
  REQUIRE(replicas_of(*rig.newest()) == 5);
  rig.world.edit<Deployment>(
      kWeb, [](Deployment& d) { d.spec.edit().replicas = 15; }, true);
  rig.world.settle();
  CHECK(replicas_of(*rig.old()) == 11);
  CHECK(replicas_of(*rig.newest()) == 7);
}

TEST_CASE("A bad image leaves the old pods alone, times out, and undo is immediate", "[deployment]") {
  // Scenario S09: 3 replicas, 25%/25%.
  Rig rig(deployment(3, "25%", "25%"));
  rig.report(*rig.newest(), 3);
  rig.world.settle();
  rig.image("nginx:1.161");
  rig.world.settle();
  rig.report(*rig.newest(), 0);
  rig.world.settle();
  const auto status = [&] { return rig.world.find<Deployment>(kWeb)->status.value(); };
  CHECK(replicas_of(*rig.old()) == 3);
  CHECK(status().replicas == 4);
  CHECK(status().updated_replicas == 1);
  CHECK(status().available_replicas == 3);
  CHECK(status().unavailable_replicas == 1);
  CHECK(find_condition(status().conditions, "Progressing")->reason == "ReplicaSetUpdated");
  const std::string stuck = rig.newest()->metadata.name.str();
  rig.world.advance(599s);
  CHECK(find_condition(status().conditions, "Progressing")->is_true());
  rig.world.advance(3s);
  const Condition* progressing = find_condition(status().conditions, "Progressing");
  CHECK(progressing->status == "False");
  CHECK(progressing->reason == "ProgressDeadlineExceeded");
  CHECK(progressing->message == "ReplicaSet \"" + stuck + "\" has timed out progressing.");

  rig.image("nginx:1");
  rig.world.settle();
  CHECK(replicas_of(*rig.world.find<ReplicaSet>(Key{"default", stuck})) == 0);
  CHECK(rig.newest()->metadata.annotations.get(kRevision) == "3");
  CHECK(rig.newest()->metadata.annotations.get(kRevisionHistory) == "1");
  CHECK(rig.world.find<Deployment>(kWeb)->metadata.annotations.get(kRevision) == "3");
}

TEST_CASE("A new Deployment makes a ReplicaSet by its template's hash and tells so", "[deployment]") {
  Rig rig(deployment(3, "25%", "25%"));
  REQUIRE(rig.sets().size() == 1);
  const ReplicaSet& rs = *rig.newest();
  const Text hash = rs.metadata.labels.get("pod-template-hash");
  CHECK(rs.metadata.name == "web-" + hash.str());
  CHECK(hash.size() >= 8);
  CHECK(rs.spec->selector->match_labels.get("pod-template-hash") == hash);
  CHECK(rs.spec->template_->metadata->labels.get("pod-template-hash") == hash);
  CHECK(rs.metadata.annotations.get(kDesiredReplicas) == "3");
  CHECK(rs.metadata.annotations.get(kMaxReplicas) == "4");
  CHECK(rs.metadata.annotations.get(kRevision) == "1");
  CHECK(rig.world.events == std::vector<std::string>{"Normal ScalingReplicaSet Scaled up replica set " +
                                                     rs.metadata.name.str() + " from 0 to 3"});
  const DeploymentStatus status = rig.world.find<Deployment>(kWeb)->status.value();
  CHECK(find_condition(status.conditions, "Progressing")->message ==
        "Created new replica set \"" + rs.metadata.name.str() + "\"");
  CHECK(find_condition(status.conditions, "Available")->reason == "MinimumReplicasUnavailable");
}

TEST_CASE("Recreate waits until no old pod runs", "[deployment]") {
  Ref<Deployment> d = deployment(2, 0, 0);
  d->spec.edit().strategy = DeploymentStrategy{"Recreate"};
  Rig rig(d);
  rig.report(*rig.newest(), 2);
  Ref<Pod> pod = make_ref<Pod>();
  pod->metadata.namespace_ = "default";
  pod->metadata.name = "web-old";
  pod->metadata.owner_references = {controller_reference(*rig.newest())};
  pod->status.edit().phase = "Running";
  rig.world.put(pod);
  rig.world.settle();
  const std::string old = rig.newest()->metadata.name.str();
  rig.image("nginx:2");
  rig.world.settle();
  rig.report(*rig.world.find<ReplicaSet>(Key{"default", old}), 0);
  rig.world.settle();
  CHECK(replicas_of(*rig.world.find<ReplicaSet>(Key{"default", old})) == 0);
  CHECK(rig.sets().size() == 1);  // the old pod still runs
  rig.world.erase(Pod::info(), Key{"default", "web-old"});
  rig.world.settle();
  REQUIRE(rig.sets().size() == 2);
  CHECK(replicas_of(*rig.newest()) == 2);
}

TEST_CASE("A paused Deployment scales but does not roll", "[deployment]") {
  Rig rig(deployment(3, "25%", "25%"));
  rig.report(*rig.newest(), 3);
  rig.world.settle();
  rig.world.edit<Deployment>(
      kWeb, [](Deployment& d) { d.spec.edit().paused = true; }, true);
  rig.image("nginx:2");
  rig.world.settle();
  CHECK(rig.sets().size() == 1);
  rig.world.edit<Deployment>(
      kWeb, [](Deployment& d) { d.spec.edit().replicas = 5; }, true);
  rig.world.settle();
  CHECK(replicas_of(*rig.sets()[0]) == 5);
  const auto progressing = [&] {
    return find_condition(rig.world.find<Deployment>(kWeb)->status->conditions, "Progressing")->reason.str();
  };
  CHECK(progressing() == "DeploymentPaused");
  rig.world.edit<Deployment>(
      kWeb, [](Deployment& d) { d.spec.edit().paused = false; }, true);
  rig.world.settle();
  CHECK(rig.sets().size() == 2);
  CHECK(progressing() == "NewReplicaSetCreated");
}

TEST_CASE("Only as many old ReplicaSets stay as the history limit says", "[deployment]") {
  Ref<Deployment> d = deployment(1, 1, 0);
  d->spec.edit().revision_history_limit = 2;
  Rig rig(d);
  for (int i = 2; i <= 6; ++i) {
    rig.trace();
    rig.image(("nginx:" + std::to_string(i)).c_str());
  }
  rig.trace();
  CHECK(rig.sets().size() == 3);
  CHECK(rig.newest()->metadata.annotations.get(kRevision) == "6");
  for (const auto& rs : rig.sets()) CHECK(revision_of(*rs) >= 4);
}

TEST_CASE("A taken ReplicaSet name raises the collision count", "[deployment]") {
  Ref<Deployment> d = deployment(1, 1, 0);
  d->metadata.uid = "not-yet-known";
  Ref<ReplicaSet> stranger = new_replica_set(*d, {});
  stranger->spec.edit().template_.edit().spec.edit().containers = {Container{"other", "other:1"}};
  stranger->metadata.owner_references.edit()[0].uid = "someone-else";
  SmallWorld world;
  world.add(deployment_controller(Settings()));
  world.put(stranger);
  world.put(d);
  world.settle();
  CHECK(world.find<Deployment>(kWeb)->status->collision_count == 1);
  int sets = 0;
  world.each<ReplicaSet>([&](const Ref<const ReplicaSet>&) { ++sets; });
  CHECK(sets == 2);
}

TEST_CASE("A ReplicaSet that cannot be created shows in the conditions and in an event", "[deployment]") {
  SmallWorld world;
  world.add(deployment_controller(Settings()));
  world.refuse_creates["ReplicaSet"] = "exceeded quota";
  world.put(deployment(1, 1, 0));
  world.advance(20ms);
  const Condition* progressing =
      find_condition(world.find<Deployment>(kWeb)->status->conditions, "Progressing");
  CHECK(progressing->reason == "ReplicaSetCreateError");
  CHECK(progressing->message.view().find("exceeded quota") != std::string_view::npos);
  CHECK(world.events.at(0).find("Warning ReplicaSetCreateError Failed to create new replica set \"web-") ==
        0);
  world.refuse_creates.clear();
  world.advance(20ms);
  progressing = find_condition(world.find<Deployment>(kWeb)->status->conditions, "Progressing");
  CHECK(progressing->reason == "NewReplicaSetCreated");
}

}  // namespace podium::controllers
