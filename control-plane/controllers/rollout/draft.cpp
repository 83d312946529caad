#include "control-plane/controllers/rollout/draft.h"

#include "control-plane/controllers/rollout/revision.h"

namespace podium::controllers {

namespace {

std::string quoted(const ReplicaSet& rs) { return "\"" + rs.metadata.name.str() + "\""; }

Telling scaled(const ReplicaSet& rs, int from, int to) {
  return {"ScalingReplicaSet", std::string(to > from ? "Scaled up" : "Scaled down") + " replica set " +
                                   rs.metadata.name.str() + " from " + std::to_string(from) + " to " +
                                   std::to_string(to)};
}

// The revision of the newest set, on the Deployment, where `kubectl rollout` looks for it.
void bear_revision(Draft& draft) {
  const Text* revision = draft.sets.newest->metadata.annotations.find(kRevision);
  if (revision == nullptr || draft.deployment->metadata.annotations.get(kRevision) == *revision) return;
  const Ref<Deployment> bearer = copy(*draft.deployment);
  bearer->metadata.annotations.set(kRevision, *revision);
  draft.plan.then(update(bearer));
}

void progressing(Draft& draft, std::string_view reason, std::string message) {
  put_condition(draft.conditions, "Progressing", "True", reason, std::move(message), draft.now);
}

}  // namespace

bool resize(Draft& draft, Ref<const ReplicaSet>& set, int size) {
  const int before = replicas_of(*set);
  if (before == size && has_replicas_annotations(*draft.deployment, *set)) return false;
  const Ref<ReplicaSet> changed = copy(*set);
  changed->spec.edit().replicas = size;
  set_replicas_annotations(*draft.deployment, *changed);
  set = changed;
  Telling event = before == size ? Telling{} : scaled(*changed, before, size);
  draft.plan.then(update(changed).telling(draft.deployment, std::move(event)));
  return before != size;
}

void refresh_newest(Draft& draft) {
  if (!draft.sets.newest) return;
  const Ref<ReplicaSet> changed = copy(*draft.sets.newest);
  if (bring_up_to_date(*draft.deployment, draft.sets.old, *changed)) {
    draft.sets.newest = changed;
    draft.plan.then(update(changed));
  }
  bear_revision(draft);
  if (has_progress_deadline(*draft.deployment) &&
      find_condition(draft.conditions, "Progressing") == nullptr) {
    progressing(draft, "FoundNewReplicaSet", "Found new replica set " + quoted(*changed));
  }
}

bool add_newest(Draft& draft, const Snapshot& snapshot) {
  if (draft.sets.newest) return true;
  const Deployment& d = *draft.deployment;
  const Ref<ReplicaSet> rs = new_replica_set(d, draft.sets.old);
  const Ref<const ReplicaSet> present = snapshot.find<ReplicaSet>(key_of(*rs));
  if (present && collides(d, *rs, *present)) {
    const Ref<Deployment> counted = copy(d);
    auto& count = counted->status.edit().collision_count;
    count = count.value_or(0) + 1;
    draft.plan.then(update_status(counted));
    draft.collided = true;
    return false;
  }
  Telling event = replicas_of(*rs) > 0 ? scaled(*rs, 0, replicas_of(*rs)) : Telling{};
  draft.plan.then(create(rs).telling(
      draft.deployment, std::move(event),
      {"ReplicaSetCreateError", "Failed to create new replica set " + quoted(*rs) + ": ", true}));
  draft.sets.newest = rs;
  bear_revision(draft);
  if (has_progress_deadline(d)) {
    progressing(draft, "NewReplicaSetCreated", "Created new replica set " + quoted(*rs));
  }
  return true;
}

void clean_up(Draft& draft) {
  for (const Ref<const ReplicaSet>& rs : beyond_history(*draft.deployment, draft.sets.old)) {
    draft.plan.then(remove(*rs));
  }
}

Plan finish(Draft draft, bool judge) {
  if (draft.collided) return std::move(draft.plan);
  const Deployment& d = *draft.deployment;
  DeploymentStatus status = count_status(d, draft.sets, draft.conditions, draft.now);
  if (judge) judge_progress(d, draft.sets, status, draft.now);
  draft.plan.wake_by(deadline_check(d, status, draft.now));
  if (status == d.status.value()) return std::move(draft.plan);
  const Ref<Deployment> changed = copy(d);
  changed->status = Box<DeploymentStatus>(std::move(status));
  draft.plan.then(update_status(changed));
  return std::move(draft.plan);
}

}  // namespace podium::controllers
