// Runs pods that have a number, a name and storage of their own.
#include "control-plane/controllers/stateful_set.h"

#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/stateful/lineup.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"

namespace podium::controllers {

namespace {

constexpr std::string_view kHashLabel = "controller.kubernetes.io/hash";

bool is_namesake(const Object& set, const Pod& pod) {
  return ordinal_of(static_cast<const StatefulSet&>(set), pod).has_value();
}

// Revisions that no pod is of any more, beyond the limit.
void trim_history(const Lineup& lineup, const History& history, Plan& plan) {
  std::set<Text> in_use{lineup.current->metadata.name, lineup.updated->metadata.name};
  for (const std::vector<Ref<const Pod>>* pods : {&lineup.pods, &lineup.surplus}) {
    for (const Ref<const Pod>& pod : *pods) {
      if (pod) in_use.insert(revision_label(*pod));
    }
  }
  std::vector<RevisionRef> old;
  for (const RevisionRef& revision : history.known) {
    if (in_use.count(revision->metadata.name) == 0) old.push_back(revision);
  }
  const int limit = lineup.set->spec.value().revision_history_limit.value_or(10);
  forget_oldest(old, static_cast<int>(old.size()) - limit, {}, plan);
}

void write_status(const StatefulSet& set, StatefulSetStatus status, Plan& plan) {
  if (status == set.status.value()) return;
  const Ref<StatefulSet> changed = copy(set);
  changed->status = Box<StatefulSetStatus>(std::move(status));
  plan.then(update_status(changed), true);
}

// When the next ready pod becomes available.
TimePoint next_available(const Lineup& lineup) {
  TimePoint next = kForever;
  for (const Ref<const Pod>& pod : lineup.pods) {
    const TimePoint due = pod ? available_at(*pod, lineup.min_ready()) : kForever;
    if (due > lineup.now) next = std::min(next, due);
  }
  return next;
}

class StatefulSetController final : public Controller {
 public:
  explicit StatefulSetController(StatefulSetOptions options) : options_(options) {}

  std::string_view name() const override { return "statefulset-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&StatefulSet::info(), &Pod::info(), &ControllerRevision::info(), &PersistentVolumeClaim::info()};
  }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kOrphanPods, &kStatefulSetsByNamespace, &kRevisionsByController,
            &kOrphanRevisions};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(StatefulSet::info())) {
      wake.now(key_of(change.latest()));
    } else if (change.of(Pod::info())) {
      wake_owners(snapshot, change, kStatefulSetsByNamespace, "StatefulSet", &selected_by<StatefulSet>, wake);
    } else if (change.before == nullptr || change.after == nullptr) {
      // A claim came, or a claim or a revision went: who waits for that, or needs it anew, selects its
      // labels.
      const ObjectMeta& meta = change.latest().metadata;
      for (const ObjectRef& set : snapshot.indexed(kStatefulSetsByNamespace, meta.namespace_)) {
        if (selected_by<StatefulSet>(*set, meta.labels)) wake.now(key_of(*set));
      }
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const StatefulSet> set = snapshot.find<StatefulSet>(root);
    if (!set || !set->spec || !set->spec->selector) return plan;
    const PodTally& tally = snapshot.tallies().of(set->metadata.uid);
    Step claims = claim_pods(snapshot, *set, *set->spec->selector, tally, &is_namesake);
    if (!claims.actions.empty()) {
      // Counting waits until the claims are settled.
      plan.steps.push_back(std::move(claims));
      plan.wake_by(turn.now);
      return plan;
    }
    StatefulSetStatus status = set->status.value();
    const Chronicled chronicled{*set, *set->spec->selector, set->spec->template_, status.collision_count,
                                kHashLabel};
    const History history = record_template(snapshot, chronicled, plan);
    if (history.newest) {
      const Lineup lineup = line_up(snapshot, set, history, turn.now);
      if (!set->metadata.deleting()) plan_moves(snapshot, lineup, plan);
      trim_history(lineup, history, plan);
      plan.wake_by(next_available(lineup));
      status = status_of(lineup);
    } else {
      status.collision_count = status.collision_count.value_or(0) + 1;
    }
    write_status(*set, std::move(status), plan);
    return plan;
  }

 private:
  StatefulSetOptions options_;
};

}  // namespace

std::unique_ptr<Controller> stateful_set_controller(const Settings& settings) {
  return std::make_unique<StatefulSetController>(settings.get<StatefulSetOptions>());
}

}  // namespace podium::controllers
