// Changes that somebody else decides, and trials of what he might be asked to.
#include <algorithm>
#include <cassert>

#include "control-plane/store/shelf.h"

namespace podium {
namespace {

// The change that takes `change` back.
StoreChange inverse(const StoreChange& change) {
  switch (change.type) {
    case ChangeType::kAdded: return {ChangeType::kDeleted, change.object, change.object, 0};
    case ChangeType::kModified: return {ChangeType::kModified, change.previous, change.object, 0};
    case ChangeType::kDeleted: return {ChangeType::kAdded, change.previous, nullptr, 0};
  }
  return change;
}

}  // namespace

void Store::Shelf::place(const StoreChange& change) {
  if (change.type == ChangeType::kDeleted)
    objects.erase(key_of(*change.object));
  else
    objects.insert_or_assign(key_of(*change.object), change.object);
}

void Store::apply(StoreChange change) {
  assert(!trying_ && change.revision >= revision_);
  assert(change.previous == get(change.object->kind(), key_of(*change.object)));
  Shelf& s = shelf(change.object->kind());
  s.place(change);
  remember(s, std::move(change));
}

void Store::reach(std::uint64_t revision) {
  assert(!trying_ && revision >= revision_);
  revision_ = revision;
  if (!telling_) tell_untold();
}

void Store::begin_trial() {
  assert(!trying_ && tried_.empty());
  trying_ = true;
}

std::vector<Store::TrialWrite> Store::end_trial() {
  assert(trying_);
  for (auto change = tried_.rbegin(); change != tried_.rend(); ++change) {
    const StoreChange back = inverse(*change);
    Shelf& s = shelf(back.object->kind());
    s.place(back);
    s.reindex(back);
  }
  std::vector<TrialWrite> writes;
  for (const StoreChange& change : tried_) {
    const auto same = [&](const TrialWrite& write) {
      return &write.object->kind() == &change.object->kind() &&
             key_of(*write.object) == key_of(*change.object);
    };
    auto write = std::find_if(writes.begin(), writes.end(), same);
    if (write == writes.end()) write = writes.insert(writes.end(), {nullptr, change.previous});
    // Whoever wrote it gave it up, and it has been published to nobody.
    write->object = Ref<Object>::share(const_cast<Object*>(change.object.get()));
    write->deleted = change.type == ChangeType::kDeleted;
  }
  std::erase_if(writes, [](const TrialWrite& write) { return write.deleted && !write.previous; });
  tried_.clear();
  trying_ = false;
  return writes;
}

}  // namespace podium
