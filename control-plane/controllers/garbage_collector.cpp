// Deletes what has lost its owners, and keeps the promises of foreground and orphaning deletions.
#include "control-plane/controllers/garbage_collector.h"

#include <algorithm>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/ownership/owner_graph.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/tally.h"

namespace podium::controllers {

namespace {

Ref<Object> without_finalizer(const Object& object, std::string_view finalizer) {
  Ref<Object> changed = object.kind().clone(object);
  std::erase_if(changed->metadata.finalizers.edit(), [finalizer](const Text& f) { return f == finalizer; });
  return changed;
}

template <class Gone>  // Gone(const OwnerReference&)
Ref<Object> without_references(const Object& object, Gone gone) {
  Ref<Object> changed = object.kind().clone(object);
  std::erase_if(changed->metadata.owner_references.edit(), gone);
  return changed;
}

const OwnerReference* reference_to(const Object& dependent, const Text& owner) {
  for (const OwnerReference& reference : dependent.metadata.owner_references) {
    if (reference.uid == owner) return &reference;
  }
  return nullptr;
}

// A root is the uid of an owner.
class GarbageCollector final : public Controller {
 public:
  explicit GarbageCollector(GarbageCollectorOptions options) : options_(options) {}

  std::string_view name() const override { return "garbage-collector-controller"; }
  std::vector<const KindInfo*> watches() const override {
    std::vector<const KindInfo*> kinds = all_kinds();
    std::erase_if(kinds, [](const KindInfo* kind) { return !is_collected(*kind); });
    return kinds;
  }
  bool watches_custom_kinds() const override { return true; }
  std::vector<const Index*> indexes() const override { return {&kPodsByController}; }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    const Object *before = change.before, *after = change.after;
    graph_.apply(before, after);
    if (after == nullptr) return vanished(snapshot, *before, wake);
    const ObjectMeta& meta = after->metadata;
    if (before != nullptr && before->metadata.owner_references == meta.owner_references &&
        before->metadata.finalizers == meta.finalizers && before->metadata.deleting() == meta.deleting()) {
      return;
    }
    if (meta.deleting() && (waits_for_dependents(*after) || has_finalizer(*after, kOrphanFinalizer))) {
      ending_.insert_or_assign(meta.uid, Ending{&after->kind(), key_of(*after)});
      wake.now(Key{{}, meta.uid});
    }
    for (const OwnerReference& owner : meta.owner_references) {
      if (tie_of(snapshot, *after, owner) != Tie::kSolid) wake.now(Key{{}, owner.uid});
    }
  }

  // An owner of that kind may have gone while nobody looked.
  void kind_added(const Snapshot& snapshot, const KindInfo& added, Wake& wake) override {
    const auto look = [&](const ObjectRef& object) {
      for (const OwnerReference& owner : object->metadata.owner_references) {
        if (owner.kind == added.kind && owner_kind(snapshot, owner) == &added &&
            tie_of(snapshot, *object, owner) != Tie::kSolid)
          wake.now(Key{{}, owner.uid});
      }
    };
    for (const KindInfo* kind : watches()) snapshot.each(*kind, look);
    for (const KindInfo* kind : snapshot.custom_kinds()) snapshot.each(*kind, look);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    const Text& owner = root.name;
    Plan plan;
    if (const auto ending = ending_.find(owner); ending != ending_.end()) {
      end_owner(snapshot, ending->second, owner, turn, plan);
    } else {
      sweep(snapshot, owner, turn, plan);
    }
    return plan;
  }

 private:
  struct Ending {
    const KindInfo* kind;
    Key key;
  };

  void vanished(const Snapshot& snapshot, const Object& object, Wake& wake) {
    const Text& uid = object.metadata.uid;
    ending_.erase(uid);
    if (graph_.has_dependents(snapshot, uid)) {
      gone_.insert(uid);
      wake.now(Key{{}, uid});
    }
    for (const OwnerReference& owner : object.metadata.owner_references) {
      if (ending_.count(owner.uid) != 0) wake.now(Key{{}, owner.uid});
    }
  }

  // An owner that is being deleted, and whose finalizer says what its dependents shall become.
  void end_owner(const Snapshot& snapshot, const Ending& ending, const Text& uid, const Turn& turn,
                 Plan& plan) const {
    const ObjectRef owner = snapshot.find(*ending.kind, ending.key);
    if (!owner || !(owner->metadata.uid == uid)) return;
    if (has_finalizer(*owner, kOrphanFinalizer)) return set_free(snapshot, *owner, turn, plan);
    if (!waits_for_dependents(*owner)) return;
    if (only_waits_for_pods(snapshot, uid)) return;
    std::vector<ObjectRef> dependents = graph_.dependents(snapshot, uid);
    const bool blocked =
        std::any_of(dependents.begin(), dependents.end(), [&uid](const ObjectRef& dependent) {
          return reference_to(*dependent, uid)->block_owner_deletion.value_or(false);
        });
    if (!blocked) {
      plan.then(update(without_finalizer(*owner, kForegroundFinalizer)));
      return;
    }
    dispose_of(snapshot, dependents, turn, plan);
  }

  // All that is left are pods on their way out: nothing to do, and no need to look at each of them.
  bool only_waits_for_pods(const Snapshot& snapshot, const Text& uid) const {
    const PodTally& pods = snapshot.tallies().of(uid);
    return pods.live > 0 && pods.active == 0 && pods.ended == 0 && !graph_.has_others(uid);
  }

  void set_free(const Snapshot& snapshot, const Object& owner, const Turn& turn, Plan& plan) const {
    const Text& uid = owner.metadata.uid;
    Step step;
    for (const ObjectRef& dependent : graph_.dependents(snapshot, uid)) {
      if (step.actions.size() == options_.batch) break;
      step.actions.push_back(update(without_references(
          *dependent, [&uid](const OwnerReference& reference) { return reference.uid == uid; })));
    }
    if (step.actions.empty()) {
      plan.then(update(without_finalizer(owner, kOrphanFinalizer)));
      return;
    }
    plan.steps.push_back(std::move(step));
    plan.wake_by(turn.now);
  }

  // Dependents of an owner that is gone, or was never seen: then the server is asked first.
  void sweep(const Snapshot& snapshot, const Text& uid, const Turn& turn, Plan& plan) const {
    const std::vector<ObjectRef> dependents = graph_.dependents(snapshot, uid);
    if (dependents.empty()) return;
    const Object& first = *dependents.front();
    const OwnerReference& reference = *reference_to(first, uid);
    if (tie_of(snapshot, first, reference) != Tie::kDangling) return;
    if (gone_.count(uid) == 0) {
      const KindInfo& kind = *owner_kind(snapshot, reference);
      plan.then(confirm_absent(kind, owner_key(first, reference, kind), uid));
    }
    dispose_of(snapshot, dependents, turn, plan);
  }

  void dispose_of(const Snapshot& snapshot, const std::vector<ObjectRef>& dependents, const Turn& turn,
                  Plan& plan) const {
    Step step;
    for (const ObjectRef& dependent : dependents) {
      if (step.actions.size() == options_.batch) {
        plan.wake_by(turn.now);
        break;
      }
      dispose(snapshot, *dependent, step);
    }
    if (!step.actions.empty()) plan.steps.push_back(std::move(step));
  }

  // With an owner that stays, only the dead references go; else the dependent itself goes.
  void dispose(const Snapshot& snapshot, const Object& dependent, Step& step) const {
    if (dependent.metadata.deleting()) return;
    int solid = 0, dead = 0, waiting = 0;
    for (const OwnerReference& reference : dependent.metadata.owner_references) {
      const Tie tie = tie_of(snapshot, dependent, reference);
      solid += tie == Tie::kSolid;
      waiting += tie == Tie::kWaiting;
      dead += tie != Tie::kSolid;
    }
    if (dead == 0) return;
    if (solid > 0) {
      step.actions.push_back(update(without_references(dependent, [&](const OwnerReference& reference) {
        return tie_of(snapshot, dependent, reference) != Tie::kSolid;
      })));
      return;
    }
    Propagation how = Propagation::kBackground;
    if (waiting > 0 && graph_.has_dependents(snapshot, dependent.metadata.uid))
      how = Propagation::kForeground;
    if (has_finalizer(dependent, kForegroundFinalizer)) how = Propagation::kForeground;
    if (has_finalizer(dependent, kOrphanFinalizer)) how = Propagation::kOrphan;
    step.actions.push_back(remove(dependent, how));
  }

  GarbageCollectorOptions options_;
  OwnerGraph graph_;
  std::map<Text, Ending> ending_;  // owners being deleted with a finalizer of ours
  std::set<Text> gone_;            // owners whose deletion was seen, and that left dependents
};

}  // namespace

std::unique_ptr<Controller> garbage_collector_controller(const Settings& settings) {
  return std::make_unique<GarbageCollector>(settings.get<GarbageCollectorOptions>());
}

}  // namespace podium::controllers
