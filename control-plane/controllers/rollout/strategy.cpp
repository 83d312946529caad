#include "control-plane/controllers/pods/tally.h"
#include "control-plane/controllers/rollout/draft.h"
#include "control-plane/controllers/rollout/revision.h"

namespace podium::controllers {

namespace {

// The draft's sets that have replicas, to change in place.
std::vector<Ref<const ReplicaSet>*> active_slots(Draft& draft) {
  std::vector<Ref<const ReplicaSet>*> slots;
  for (Ref<const ReplicaSet>& rs : draft.sets.old) {
    if (replicas_of(*rs) > 0) slots.push_back(&rs);
  }
  if (draft.sets.newest && replicas_of(*draft.sets.newest) > 0) slots.push_back(&draft.sets.newest);
  return slots;
}

// The one set to scale if no two have pods: that one, or the newest, or the youngest of the old.
Ref<const ReplicaSet>* only_slot(Draft& draft, const std::vector<Ref<const ReplicaSet>*>& active) {
  if (active.size() > 1) return nullptr;
  if (active.size() == 1) return active.front();
  if (draft.sets.newest) return &draft.sets.newest;
  return draft.sets.old.empty() ? nullptr : &draft.sets.old.back();
}

bool is_saturated(const Deployment& d, const ReplicaSet* newest) {
  return newest != nullptr && replicas_of(*newest) == replicas_of(d) &&
         newest->metadata.annotations.get(kDesiredReplicas) == std::to_string(replicas_of(d)) &&
         newest->status.value().available_replicas == replicas_of(d);
}

bool empty_old(Draft& draft) {
  bool changed = false;
  for (Ref<const ReplicaSet>& rs : draft.sets.old) {
    if (replicas_of(*rs) > 0) changed |= resize(draft, rs, 0);
  }
  return changed;
}

bool grow_newest(Draft& draft) {
  const int wanted = replicas_of(*draft.deployment), present = replicas_of(*draft.sets.newest);
  if (present == wanted) return false;
  const int size =
      present > wanted ? wanted : newest_size(*draft.deployment, *draft.sets.newest, draft.sets.all());
  return size != present && resize(draft, draft.sets.newest, size);
}

bool apply_sizes(Draft& draft, const Sizes& sizes) {
  bool changed = false;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Ref<const ReplicaSet>& rs = draft.sets.old[i];
    if (replicas_of(*rs) != sizes[i]) changed |= resize(draft, rs, sizes[i]);
  }
  return changed;
}

bool shrink_old_sets(Draft& draft) {
  const Shrinkage sizes = shrink_old(*draft.deployment, draft.sets.newest.get(), draft.sets.old);
  const bool cleaned = apply_sizes(draft, sizes.without_unhealthy);
  return apply_sizes(draft, sizes.final) || cleaned;
}

bool old_pods_run(const Draft& draft, const Snapshot& snapshot) {
  if (counted(draft.sets.old) > 0) return true;
  for (const Ref<const ReplicaSet>& rs : draft.sets.old) {
    if (snapshot.tallies().of(rs->metadata.uid).live > 0) return true;
  }
  return false;
}

void clean_up_when_complete(Draft& draft) {
  const Deployment& d = *draft.deployment;
  if (is_complete(d, d.status.value())) clean_up(draft);
}

}  // namespace

void scale_sets(Draft& draft) {
  const Deployment& d = *draft.deployment;
  const std::vector<Ref<const ReplicaSet>*> active = active_slots(draft);
  if (Ref<const ReplicaSet>* only = only_slot(draft, active)) {
    if (replicas_of(**only) != replicas_of(d)) resize(draft, *only, replicas_of(d));
    return;
  }
  if (active.empty()) return;
  if (is_saturated(d, draft.sets.newest.get())) {
    empty_old(draft);
    return;
  }
  if (!is_rolling(d)) return;
  ReplicaSets sets;
  for (Ref<const ReplicaSet>* slot : active) sets.push_back(*slot);
  const Sizes sizes = scale_in_proportion(d, sets);
  for (std::size_t i = 0; i < active.size(); ++i) resize(draft, *active[i], sizes[i]);
}

void roll(Draft& draft) {
  if (grow_newest(draft)) return;
  if (shrink_old_sets(draft)) return;
  clean_up_when_complete(draft);
}

void recreate(Draft& draft, const Snapshot& snapshot) {
  if (empty_old(draft) || old_pods_run(draft, snapshot)) return;
  if (!draft.sets.newest && !add_newest(draft, snapshot)) return;
  if (grow_newest(draft)) return;
  clean_up_when_complete(draft);
}

}  // namespace podium::controllers
