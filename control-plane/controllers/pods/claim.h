// Who owns which pods: owners adopt matching orphans and release what no longer matches.
#pragma once

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/tally.h"

namespace podium::controllers {

// Requests that make `owner` the controller of active orphans that match, and that let go of owned
// pods that do not. Nothing is adopted by an owner that is being deleted.
// `eligible`: which pods may be adopted at all; null: every one.
// Cost: what there is to claim; owned pods are looked at by their groups of labels.
using Eligible = bool (*)(const Object& owner, const Pod& pod);
Step claim_pods(const Snapshot& snapshot, const Object& owner, const LabelSelector& selector,
                const PodTally& owned, Eligible eligible = nullptr);

// Wakes the owner of a changed pod (before and after), or for an orphan whoever could adopt it:
// owners of kind `kind`, found by their namespace through `owners`, whose selector matches.
using Selects = bool (*)(const Object& owner, const Labels& labels);
void wake_owners(const Snapshot& snapshot, const Change& change, const Index& owners, std::string_view kind,
                 Selects selects, Wake& wake);

// The same for owners whose kind T has a `spec.selector`; one that selects everything adopts nothing.
template <class T>
bool selected_by(const Object& owner, const Labels& labels) {
  const Box<LabelSelector>& selector = static_cast<const T&>(owner).spec.value().selector;
  return selector && !selector->empty() && selector->matches(labels);
}

// A copy of `object` with `owner` as its controller, or without it.
template <class T>
Ref<T> adopted(const T& object, const Object& owner) {
  Ref<T> own = copy(object);
  own->metadata.owner_references.push_back(controller_reference(owner));
  return own;
}
template <class T>
Ref<T> released(const T& object, const Object& owner) {
  Ref<T> free = copy(object);
  std::erase_if(free->metadata.owner_references.edit(),
                [&owner](const OwnerReference& reference) { return reference.uid == owner.metadata.uid; });
  return free;
}

}  // namespace podium::controllers
