#include "control-plane/store/store.h"

#include <algorithm>
#include <cassert>

#include "control-plane/store/shelf.h"

namespace podium {

void Store::Shelf::reindex(const StoreChange& change) {
  const ObjectRef after = change.type == ChangeType::kDeleted ? nullptr : change.object;
  for (ObjectIndex& index : indexes) index.change(change.previous.get(), after);
}

const ObjectIndex* Store::Shelf::index_for(const Selector& selector) const {
  const Selector::Indexed* by = selector.indexed();
  if (by == nullptr || by->value.empty()) return nullptr;
  for (const ObjectIndex& index : indexes) {
    if (index.path() == by->path) return &index;
  }
  return nullptr;
}

Store::Store(StoreOptions options) : options_(options) {
  for (const KindInfo* kind : all_kinds()) shelves_.push_back(std::make_unique<Shelf>(*kind));
}

Store::~Store() = default;

Store::Shelf& Store::shelf(const KindInfo& kind) const {
  if (kind.index >= shelves_.size()) shelves_.resize(kind.index + 1);
  std::unique_ptr<Shelf>& shelf = shelves_[kind.index];
  if (shelf == nullptr) shelf = std::make_unique<Shelf>(kind);
  return *shelf;
}

ObjectRef Store::get(const KindInfo& kind, const Key& key) const {
  const Shelf& s = shelf(kind);
  const auto found = s.objects.find(key);
  return found == s.objects.end() ? nullptr : found->second;
}

std::size_t Store::size(const KindInfo& kind) const { return shelf(kind).objects.size(); }

void Store::each(const KindInfo& kind, const Text& namespace_,
                 const std::function<void(const ObjectRef&)>& visit) const {
  const Shelf& s = shelf(kind);
  for (auto at = s.objects.lower_bound(Key{namespace_, {}}); at != s.objects.end(); ++at) {
    if (!namespace_.empty() && !(at->first.namespace_ == namespace_)) break;
    visit(at->second);
  }
}

void Store::each(const std::function<void(const ObjectRef&)>& visit) const {
  for (const auto& s : shelves_) {
    if (s == nullptr) continue;
    for (const auto& [key, object] : s->objects) visit(object);
  }
}

ObjectRef Store::create(Ref<Object> object) {
  Shelf& s = shelf(object->kind());
  object->metadata.resource_version = next_revision();
  const ObjectRef stored = std::move(object);
  [[maybe_unused]] const bool fresh = s.objects.emplace(key_of(*stored), stored).second;
  assert(fresh);
  commit(s, {ChangeType::kAdded, stored, nullptr, stored->metadata.resource_version});
  return stored;
}

ObjectRef Store::update(Ref<Object> object) {
  Shelf& s = shelf(object->kind());
  object->metadata.resource_version = next_revision();
  const ObjectRef stored = std::move(object);
  const auto found = s.objects.find(key_of(*stored));
  assert(found != s.objects.end());
  ObjectRef previous = std::exchange(found->second, stored);
  commit(s, {ChangeType::kModified, stored, std::move(previous), stored->metadata.resource_version});
  return stored;
}

ObjectRef Store::remove(const KindInfo& kind, const Key& key) {
  const ObjectRef present = get(kind, key);
  assert(present);
  return remove(kind.clone(*present));
}

ObjectRef Store::remove(Ref<Object> last) {
  Shelf& s = shelf(last->kind());
  last->metadata.resource_version = next_revision();
  const ObjectRef stored = std::move(last);
  const auto found = s.objects.find(key_of(*stored));
  assert(found != s.objects.end());
  ObjectRef previous = std::move(found->second);
  s.objects.erase(found);
  commit(s, {ChangeType::kDeleted, stored, std::move(previous), stored->metadata.resource_version});
  return stored;
}

void Store::commit(Shelf& s, StoreChange change) {
  if (trying_) {
    s.reindex(change);
    tried_.push_back(std::move(change));
    return;
  }
  if (journal_) journal_(change);
  remember(s, std::move(change));
  if (!telling_) tell_untold();
}

void Store::remember(Shelf& s, StoreChange change) {
  s.reindex(change);
  s.history.add(change, options_.history);
  untold_.emplace_back(&s, std::move(change));
}

// What watchers write meanwhile is told in its turn, so that all see one order.
void Store::tell_untold() {
  telling_ = true;
  for (std::size_t i = 0; i < untold_.size(); ++i) {
    const auto [s, change] = std::move(untold_[i]);
    asked_ += s->watchers.tell_all(change);
  }
  untold_.clear();
  telling_ = false;
  forget_stopped();
}

void Store::add_index(const KindInfo& kind, const std::string& path) {
  Shelf& s = shelf(kind);
  for (const ObjectIndex& index : s.indexes) {
    if (index.path() == path) return;
  }
  ObjectIndex& index = s.indexes.emplace_back(kind, path);
  for (const auto& [key, object] : s.objects) index.change(nullptr, object);
}

Store::WatchId Store::watch(const KindInfo& kind, Selector selector, std::uint64_t after, Watcher watcher,
                            bool& expired) {
  Shelf& s = shelf(kind);
  expired = !s.history.reaches(after);
  if (expired) return 0;
  auto owned =
      std::make_unique<StoreWatch>(StoreWatch{&s.watchers, std::move(selector), std::move(watcher), after});
  StoreWatch& watch = *owned;
  s.watchers.add(watch);
  const WatchId id = next_watch_++;
  watches_[id] = std::move(owned);
  if (after == revision_) return id;
  const std::vector<StoreChange> past(s.history.after(after), s.history.end());
  const bool nested = std::exchange(telling_, true);
  for (const StoreChange& change : past) tell(watch, change);
  if (!past.empty()) watch.seen = past.back().revision;
  if (!nested) tell_untold();
  return id;
}

void Store::stop(WatchId id) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  found->second->stopped = true;
  stopped_.push_back(std::move(found->second));
  watches_.erase(found);
  if (!telling_) forget_stopped();
}

// Ended watches leave the lists only when nobody walks them.
void Store::forget_stopped() {
  for (const auto& watch : stopped_) watch->home->remove(*watch);
  stopped_.clear();
}

void Store::compact(std::uint64_t revision) {
  for (const auto& s : shelves_) {
    if (s != nullptr) s->history.compact(std::min(revision, revision_));
  }
}

}  // namespace podium
