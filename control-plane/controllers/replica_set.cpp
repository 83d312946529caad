// Keeps as many pods as a ReplicaSet asks for.
#include <algorithm>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/deletion_rank.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/pods/tally.h"
#include "control-plane/controllers/replica_set.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium::controllers {

namespace {

std::int32_t wanted_replicas(const ReplicaSet& rs) { return rs.spec.value().replicas.value_or(1); }
Duration min_ready(const ReplicaSet& rs) { return std::chrono::seconds(rs.spec.value().min_ready_seconds); }

// The ReplicaSets that have the same owner as `rs`, itself included: their pods are related.
std::vector<Text> family(const Snapshot& snapshot, const ReplicaSet& rs) {
  std::vector<Text> uids;
  const Text owner = controller_uid(rs);
  if (owner.empty()) return uids;
  for (const Ref<const ReplicaSet>& sibling : snapshot.indexed<ReplicaSet>(kReplicaSetsByController, owner)) {
    uids.push_back(sibling->metadata.uid);
  }
  return uids;
}

Ref<const Pod> pod_from_template(const ReplicaSet& rs) {
  Ref<Pod> pod = stamped(*rs.spec->template_, rs);
  pod->metadata.generate_name = rs.metadata.name.str() + "-";
  return pod;
}

Step grow(const ReplicaSet& rs, int missing) {
  Step step;
  step.slow_start = true;
  const ObjectRef about = ObjectRef::share(&rs);
  const Ref<const Pod> pod = pod_from_template(rs);
  step.actions.reserve(static_cast<std::size_t>(missing));
  for (int i = 0; i < missing; ++i) {
    step.actions.push_back(create(pod).telling(about, {"SuccessfulCreate", "Created pod: ", true},
                                               {"FailedCreate", "Error creating: ", true}));
  }
  return step;
}

Step shrink(const Snapshot& snapshot, const ReplicaSet& rs, int surplus, TimePoint now) {
  Step step;
  for (const Ref<const Pod>& pod : choose_to_delete(snapshot, rs.metadata.uid, family(snapshot, rs),
                                                    static_cast<std::size_t>(surplus), now)) {
    step.actions.push_back(remove(*pod).telling(ObjectRef::share(&rs),
                                                {"SuccessfulDelete", "Deleted pod: ", true},
                                                {"FailedDelete", "Error deleting: ", true}));
  }
  return step;
}

int fully_labeled(const ReplicaSet& rs, const PodTally& tally) {
  const PodTemplateSpec& stamp = rs.spec.value().template_.value();
  LabelSelector of_template;
  of_template.match_labels = stamp.metadata.value().labels;
  int count = 0;
  for (const PodTally::Group& group : tally.groups) {
    if (of_template.matches(group.labels)) count += group.active;
  }
  return count;
}

// The condition tells of the last attempt; it goes when one succeeds.
void note_failure(List<Condition>& conditions, const Failure* failure, TimePoint now) {
  if (failure != nullptr && (failure->verb == Verb::kCreate || failure->verb == Verb::kDelete)) {
    if (find_condition(conditions, "ReplicaFailure") != nullptr) return;
    Condition failed;
    failed.type_ = "ReplicaFailure";
    failed.status = "True";
    failed.reason = failure->verb == Verb::kCreate ? "FailedCreate" : "FailedDelete";
    failed.message = failure->message;
    set_condition(conditions, std::move(failed), now);
  } else if (find_condition(conditions, "ReplicaFailure") != nullptr) {
    std::erase_if(conditions.edit(), [](const Condition& c) { return c.type_ == "ReplicaFailure"; });
  }
}

ReplicaSetStatus status_of(const ReplicaSet& rs, const PodTally& tally, const Turn& turn) {
  ReplicaSetStatus status = rs.status.value();
  status.replicas = tally.active;
  status.fully_labeled_replicas = fully_labeled(rs, tally);
  status.ready_replicas = tally.ready;
  status.available_replicas = tally.available(min_ready(rs), turn.now);
  status.observed_generation = rs.metadata.generation;
  note_failure(status.conditions, turn.failure, turn.now);
  return status;
}

class ReplicaSetController final : public Controller {
 public:
  explicit ReplicaSetController(ReplicaSetOptions options) : options_(options) {}

  std::string_view name() const override { return "replicaset-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&ReplicaSet::info(), &Pod::info()}; }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kPodsByNode, &kOrphanPods, &kReplicaSetsByController,
            &kReplicaSetsByNamespace};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(ReplicaSet::info())) return wake.now(key_of(change.latest()));
    wake_owners(snapshot, change, kReplicaSetsByNamespace, "ReplicaSet", &selected_by<ReplicaSet>, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const ReplicaSet> rs = snapshot.find<ReplicaSet>(root);
    if (!rs || !rs->spec || !rs->spec->selector) return plan;
    const PodTally& tally = snapshot.tallies().of(rs->metadata.uid);
    Step claims = claim_pods(snapshot, *rs, *rs->spec->selector, tally);
    if (!claims.actions.empty()) {
      // Counting waits until the claims are settled.
      plan.steps.push_back(std::move(claims));
      plan.wake_by(turn.now);
      return plan;
    }
    if (!rs->metadata.deleting()) manage(snapshot, *rs, tally, turn, plan);
    ReplicaSetStatus status = status_of(*rs, tally, turn);
    plan.wake_by(tally.next_available(min_ready(*rs), turn.now));
    if (status == rs->status.value()) return plan;
    const Ref<ReplicaSet> changed = copy(*rs);
    changed->status = Box<ReplicaSetStatus>(std::move(status));
    plan.then(update_status(changed), true);
    return plan;
  }

 private:
  void manage(const Snapshot& snapshot, const ReplicaSet& rs, const PodTally& tally, const Turn& turn,
              Plan& plan) const {
    const int missing = wanted_replicas(rs) - tally.active;
    if (missing > 0) plan.steps.push_back(grow(rs, std::min(missing, options_.burst)));
    if (missing < 0) plan.steps.push_back(shrink(snapshot, rs, std::min(-missing, options_.burst), turn.now));
  }

  ReplicaSetOptions options_;
};

}  // namespace

std::unique_ptr<Controller> replica_set_controller(const Settings& settings) {
  return std::make_unique<ReplicaSetController>(settings.get<ReplicaSetOptions>());
}

}  // namespace podium::controllers
