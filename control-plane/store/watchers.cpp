#include "control-plane/store/watchers.h"

#include <algorithm>

namespace podium {
namespace {

// An object that left a selection is shown as it last was inside, at the revision of its leaving.
ObjectRef last_inside(const StoreChange& change) {
  Ref<Object> last = change.previous->kind().clone(*change.previous);
  last->metadata.resource_version = change.revision;
  return last;
}

}  // namespace

void tell(StoreWatch& watch, const StoreChange& change) {
  if (watch.stopped || change.revision <= watch.seen) return;
  const bool deleted = change.type == ChangeType::kDeleted;
  const bool is = !deleted && watch.selector.matches(*change.object);
  const bool was = change.previous && watch.selector.matches(*change.previous);
  if (!is && !was) return;
  if (is == was || change.type != ChangeType::kModified) return watch.watcher(change);
  if (is) return watch.watcher({ChangeType::kAdded, change.object, nullptr, change.revision});
  watch.watcher({ChangeType::kDeleted, last_inside(change), change.previous, change.revision});
}

Watchers::FieldIndex& Watchers::index_for(const std::string& path) {
  for (FieldIndex& index : indexes_) {
    if (index.path == path) return index;
  }
  indexes_.push_back({path, *FieldPath::resolve(*kind_, path), {}});
  return indexes_.back();
}

void Watchers::add(StoreWatch& watch) {
  const Selector::Indexed* by = watch.selector.indexed();
  if (by == nullptr)
    others_.push_back(&watch);
  else
    index_for(by->path).by_value[by->value].push_back(&watch);
}

void Watchers::remove(const StoreWatch& watch) {
  const Selector::Indexed* by = watch.selector.indexed();
  if (by == nullptr) {
    std::erase(others_, &watch);
    return;
  }
  FieldIndex& index = index_for(by->path);
  const auto bucket = index.by_value.find(by->value);
  std::erase(bucket->second, &watch);
  if (bucket->second.empty()) index.by_value.erase(bucket);
}

// By position: a watcher may add others while it is told.
std::size_t Watchers::tell_each(Bucket& bucket, const StoreChange& change) {
  const std::size_t count = bucket.size();
  for (std::size_t i = 0; i < count; ++i) tell(*bucket[i], change);
  return count;
}

std::size_t Watchers::tell_bucket(FieldIndex& index, std::string_view value, const StoreChange& change) {
  const auto found = index.by_value.find(value);
  return found == index.by_value.end() ? 0 : tell_each(found->second, change);
}

std::size_t Watchers::tell_all(const StoreChange& change) {
  std::size_t asked = 0;
  std::string now_scratch, then_scratch;
  const std::size_t count = indexes_.size();
  for (std::size_t i = 0; i < count; ++i) {
    FieldIndex& index = indexes_[i];
    if (index.by_value.empty()) continue;
    const std::string_view now = index.field.of(*change.object, now_scratch);
    asked += tell_bucket(index, now, change);
    if (!change.previous) continue;
    const std::string_view then = index.field.of(*change.previous, then_scratch);
    if (then != now) asked += tell_bucket(index, then, change);
  }
  return asked + tell_each(others_, change);
}

}  // namespace podium
