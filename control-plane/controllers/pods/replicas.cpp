#include "control-plane/controllers/pods/replicas.h"

#include <algorithm>

#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/deletion_rank.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/pods/tally.h"

namespace podium::controllers {

namespace {

Step grow(const Replicas& replicas, int missing) {
  Step step;
  step.slow_start = true;
  const Ref<Pod> pod = stamped(replicas.stamp, *replicas.owner);
  pod->metadata.generate_name = replicas.owner->metadata.name.str() + "-";
  step.actions.reserve(static_cast<std::size_t>(missing));
  for (int i = 0; i < missing; ++i) {
    step.actions.push_back(create(pod).telling(replicas.owner, {"SuccessfulCreate", "Created pod: ", true},
                                               {"FailedCreate", "Error creating: ", true}));
  }
  return step;
}

Step shrink(const Snapshot& snapshot, const Replicas& replicas, int surplus, TimePoint now) {
  Step step;
  for (const Ref<const Pod>& pod : choose_to_delete(snapshot, replicas.owner->metadata.uid, replicas.family,
                                                    static_cast<std::size_t>(surplus), now)) {
    step.actions.push_back(remove(*pod).telling(replicas.owner, {"SuccessfulDelete", "Deleted pod: ", true},
                                                {"FailedDelete", "Error deleting: ", true}));
  }
  return step;
}

int fully_labeled(const PodTemplateSpec& stamp, const PodTally& tally) {
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

void count(const Replicas& replicas, const PodTally& tally, const Turn& turn, ReplicaSetStatus& status) {
  status.replicas = tally.active;
  status.fully_labeled_replicas = fully_labeled(replicas.stamp, tally);
  status.ready_replicas = tally.ready;
  status.available_replicas = tally.available(replicas.min_ready, turn.now);
  status.observed_generation = replicas.owner->metadata.generation;
  note_failure(status.conditions, turn.failure, turn.now);
}

}  // namespace

bool keep_replicas(const Snapshot& snapshot, const Replicas& replicas, int burst, const Turn& turn,
                   ReplicaSetStatus& status, Plan& plan) {
  const Object& owner = *replicas.owner;
  const PodTally& tally = snapshot.tallies().of(owner.metadata.uid);
  Step claims = claim_pods(snapshot, owner, replicas.selector, tally);
  if (!claims.actions.empty()) {
    // Counting waits until the claims are settled.
    plan.steps.push_back(std::move(claims));
    plan.wake_by(turn.now);
    return false;
  }
  if (!owner.metadata.deleting()) {
    const int missing = replicas.wanted - tally.active;
    if (missing > 0) plan.steps.push_back(grow(replicas, std::min(missing, burst)));
    if (missing < 0) plan.steps.push_back(shrink(snapshot, replicas, std::min(-missing, burst), turn.now));
  }
  const ReplicaSetStatus before = status;
  count(replicas, tally, turn, status);
  plan.wake_by(tally.next_available(replicas.min_ready, turn.now));
  return !(status == before);
}

}  // namespace podium::controllers
