#include "control-plane/controllers/pods/claim.h"

#include <algorithm>

#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

// Nothing that an owner cares about differs: status text, heartbeats and the like.
bool alike_to_owner(const Pod& a, const Pod& b) {
  return a.metadata.labels == b.metadata.labels &&
         a.metadata.owner_references == b.metadata.owner_references &&
         a.metadata.deleting() == b.metadata.deleting() && is_terminal(a) == is_terminal(b) &&
         ready_since(a) == ready_since(b);
}

void wake_owner(const Object& pod, std::string_view kind, Wake& wake) {
  const OwnerReference* owner = pod.metadata.controller();
  if (owner != nullptr && owner->kind == kind) wake.now(Key{pod.metadata.namespace_, owner->name});
}

}  // namespace

Step claim_pods(const Snapshot& snapshot, const Object& owner, const LabelSelector& selector,
                const PodTally& owned, Eligible eligible) {
  Step step;
  if (!owner.metadata.deleting()) {
    for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kOrphanPods, owner.metadata.namespace_)) {
      const bool may_be = eligible == nullptr || eligible(owner, *pod);
      if (may_be && is_active(*pod) && selector.matches(pod->metadata.labels)) {
        step.actions.push_back(update(adopted(*pod, owner)));
      }
    }
  }
  const bool strangers =
      std::any_of(owned.groups.begin(), owned.groups.end(),
                  [&selector](const PodTally::Group& group) { return !selector.matches(group.labels); });
  if (!strangers) return step;
  for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByController, owner.metadata.uid)) {
    if (is_active(*pod) && !selector.matches(pod->metadata.labels)) {
      step.actions.push_back(update(released(*pod, owner)));
    }
  }
  return step;
}

void wake_owners(const Snapshot& snapshot, const Change& change, const Index& owners, std::string_view kind,
                 Selects selects, Wake& wake) {
  const auto* before = static_cast<const Pod*>(change.before);
  const auto* after = static_cast<const Pod*>(change.after);
  if (before != nullptr && after != nullptr && alike_to_owner(*before, *after)) return;
  if (after != nullptr) wake_owner(*after, kind, wake);
  const bool moved =
      after == nullptr || (before != nullptr && controller_uid(*before) != controller_uid(*after));
  if (before != nullptr && moved) wake_owner(*before, kind, wake);
  if (after == nullptr || after->metadata.controller() != nullptr || !is_active(*after)) return;
  for (const ObjectRef& owner : snapshot.indexed(owners, after->metadata.namespace_)) {
    if (selects(*owner, after->metadata.labels)) wake.now(key_of(*owner));
  }
}

}  // namespace podium::controllers
