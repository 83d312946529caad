#include "control-plane/controllers/ownership/owner_graph.h"

#include <algorithm>

#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/tally.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/event.h"

namespace podium::controllers {

bool has_finalizer(const Object& object, std::string_view finalizer) {
  const List<Text>& all = object.metadata.finalizers;
  return std::any_of(all.begin(), all.end(), [finalizer](const Text& f) { return f == finalizer; });
}

bool waits_for_dependents(const Object& object) {
  return object.metadata.deleting() && has_finalizer(object, kForegroundFinalizer);
}

bool is_collected(const KindInfo& kind) { return &kind != &Event::info() && &kind != &Binding::info(); }

void OwnerGraph::apply(const Object* before, const Object* after) {
  if (before != nullptr && after != nullptr &&
      before->metadata.owner_references == after->metadata.owner_references) {
    return;
  }
  if (before != nullptr) link(*before, false);
  if (after != nullptr) link(*after, true);
}

void OwnerGraph::link(const Object& object, bool add) {
  const bool is_pod = is<Pod>(object);
  for (const OwnerReference& owner : object.metadata.owner_references) {
    if (is_pod && owner.controller.value_or(false)) continue;
    const Dependent dependent{&object.kind(), key_of(object)};
    if (add) {
      edges_[owner.uid].insert(dependent);
      continue;
    }
    const auto found = edges_.find(owner.uid);
    if (found == edges_.end()) continue;
    found->second.erase(dependent);
    if (found->second.empty()) edges_.erase(found);
  }
}

std::vector<ObjectRef> OwnerGraph::dependents(const Snapshot& snapshot, const Text& uid) const {
  std::vector<ObjectRef> all = snapshot.indexed(kPodsByController, uid);
  const auto found = edges_.find(uid);
  if (found == edges_.end()) return all;
  for (const Dependent& dependent : found->second) {
    if (ObjectRef object = snapshot.find(*dependent.kind, dependent.key)) all.push_back(std::move(object));
  }
  return all;
}

bool OwnerGraph::has_dependents(const Snapshot& snapshot, const Text& uid) const {
  return has_others(uid) || !snapshot.tallies().of(uid).empty() ||
         !snapshot.indexed(kPodsByController, uid).empty();
}

namespace {

// Of any version: an owner is the same in all of them.
const KindInfo* custom_owner_kind(const Snapshot& snapshot, const OwnerReference& reference) {
  const std::string_view group =
      reference.api_version.view().substr(0, reference.api_version.view().find('/'));
  for (const KindInfo* kind : snapshot.custom_kinds()) {
    if (kind->kind == reference.kind && kind->group == group) return kind;
  }
  return nullptr;
}

}  // namespace

const KindInfo* owner_kind(const Snapshot& snapshot, const OwnerReference& reference) {
  const std::string_view version = reference.api_version.view();
  const std::size_t slash = version.find('/');
  const KindInfo* kind = slash == std::string_view::npos
                             ? find_kind("", version, reference.kind)
                             : find_kind(version.substr(0, slash), version.substr(slash + 1), reference.kind);
  if (kind == nullptr) return custom_owner_kind(snapshot, reference);
  return is_collected(*kind) ? kind : nullptr;
}

Key owner_key(const Object& dependent, const OwnerReference& reference, const KindInfo& kind) {
  return Key{kind.namespaced ? dependent.metadata.namespace_ : Text(), reference.name};
}

Tie tie_of(const Snapshot& snapshot, const Object& dependent, const OwnerReference& reference) {
  const KindInfo* kind = owner_kind(snapshot, reference);
  if (kind == nullptr) return Tie::kSolid;
  const ObjectRef owner = snapshot.find(*kind, owner_key(dependent, reference, *kind));
  if (!owner || !(owner->metadata.uid == reference.uid)) return Tie::kDangling;
  return waits_for_dependents(*owner) && reference.block_owner_deletion.value_or(false) ? Tie::kWaiting
                                                                                        : Tie::kSolid;
}

}  // namespace podium::controllers
