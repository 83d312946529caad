#include "control-plane/store/store.h"

#include <algorithm>
#include <cassert>

namespace podium {

struct Store::Watch {
  WatchId id = 0;
  Selector selector;
  Watcher watcher;
  bool stopped = false;
};

// Everything of one kind.
struct Store::Shelf {
  using Watches = std::vector<std::shared_ptr<Watch>>;
  // Watchers by the value of a field they ask for; a change finds them by its own values.
  struct FieldIndex {
    std::string path;
    FieldPath field;
    std::unordered_map<std::string, Watches> by_value;  // looked up, never iterated
  };

  std::map<Key, ObjectRef> objects;
  std::deque<StoreChange> history;
  std::uint64_t forgotten = 0;  // revision of the last change that history has lost
  std::vector<FieldIndex> indexes;
  Watches others;
};

namespace {

// The change as a watcher with this selector sees it; false if it does not.
bool seen_by(const Selector& selector, const StoreChange& change, StoreChange& seen) {
  const bool is = change.type != ChangeType::kDeleted && selector.matches(*change.object);
  const bool was = change.previous && selector.matches(*change.previous);
  if (!is && !was) return false;
  seen = change;
  seen.type = !was ? ChangeType::kAdded : is ? ChangeType::kModified : ChangeType::kDeleted;
  return true;
}

}  // namespace

Store::Store(StoreOptions options) : options_(options) {
  for (std::size_t i = 0; i < all_kinds().size(); ++i) shelves_.push_back(std::make_unique<Shelf>());
}

Store::~Store() = default;

Store::Shelf& Store::shelf(const KindInfo& kind) const { return *shelves_[kind.index]; }

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

ObjectRef Store::create(Ref<Object> object) {
  Shelf& s = shelf(object->kind());
  object->metadata.resource_version = ++revision_;
  const ObjectRef stored = std::move(object);
  const bool fresh = s.objects.emplace(key_of(*stored), stored).second;
  assert(fresh);
  (void)fresh;
  commit(s, {ChangeType::kAdded, stored, nullptr, revision_});
  return stored;
}

ObjectRef Store::update(Ref<Object> object) {
  Shelf& s = shelf(object->kind());
  object->metadata.resource_version = ++revision_;
  const ObjectRef stored = std::move(object);
  const auto found = s.objects.find(key_of(*stored));
  assert(found != s.objects.end());
  ObjectRef previous = std::exchange(found->second, stored);
  commit(s, {ChangeType::kModified, stored, std::move(previous), revision_});
  return stored;
}

ObjectRef Store::remove(const KindInfo& kind, const Key& key) {
  Shelf& s = shelf(kind);
  const auto found = s.objects.find(key);
  assert(found != s.objects.end());
  const ObjectRef previous = found->second;
  s.objects.erase(found);
  Ref<Object> last = kind.clone(*previous);
  last->metadata.resource_version = ++revision_;
  const ObjectRef stored = std::move(last);
  commit(s, {ChangeType::kDeleted, stored, previous, revision_});
  return stored;
}

void Store::commit(Shelf& s, StoreChange change) {
  s.history.push_back(std::move(change));
  if (s.history.size() > options_.history) {
    s.forgotten = s.history.front().revision;
    s.history.pop_front();
  }
  const StoreChange told = s.history.back();  // a watcher may write, and history move
  notify(s, told);
}

void Store::notify(Shelf& s, const StoreChange& change) {
  std::vector<std::shared_ptr<Watch>> interested = s.others;
  std::string scratch;
  const auto add = [&](const Shelf::FieldIndex& index, const Object& object) {
    const auto found = index.by_value.find(std::string(index.field.of(object, scratch)));
    if (found != index.by_value.end())
      interested.insert(interested.end(), found->second.begin(), found->second.end());
  };
  for (const Shelf::FieldIndex& index : s.indexes) {
    add(index, *change.object);
    std::string other;
    const bool moved =
        change.previous && index.field.of(*change.previous, other) != index.field.of(*change.object, scratch);
    if (moved) add(index, *change.previous);
  }
  asked_ += interested.size();
  StoreChange seen;
  for (const std::shared_ptr<Watch>& watch : interested) {
    if (!watch->stopped && seen_by(watch->selector, change, seen)) watch->watcher(seen);
  }
}

// What differed at revision `at`: for each key changed since, its state then (null: it was not there).
std::map<Key, ObjectRef> Store::overlay(const Shelf& s, std::uint64_t at) const {
  std::map<Key, ObjectRef> then;
  for (const StoreChange& change : s.history) {
    if (change.revision > at) then.try_emplace(key_of(*change.object), change.previous);
  }
  return then;
}

Store::Page Store::list(const KindInfo& kind, const Selector& selector, std::int64_t limit, std::uint64_t at,
                        const Key& after) const {
  const Shelf& s = shelf(kind);
  Page page;
  page.revision = at == 0 ? revision_ : at;
  if (at != 0 && at < s.forgotten) {
    page.expired = true;
    return page;
  }
  std::map<Key, ObjectRef> then;
  if (at != 0 && at < revision_) then = overlay(s, at);
  const auto take = [&](const ObjectRef& object) {
    if (!object || !selector.matches(*object)) return;
    if (limit > 0 && static_cast<std::int64_t>(page.items.size()) >= limit) {
      page.more = true;
      ++page.remaining;
    } else {
      page.items.push_back(object);
    }
  };
  const Text& space = selector.namespace_name();
  const Key start = std::max(after, Key{space, {}});
  auto now = s.objects.lower_bound(start);
  auto old = then.lower_bound(start);
  const auto inside = [&](const Key& key) { return space.empty() || key.namespace_ == space; };
  while (now != s.objects.end() || old != then.end()) {
    const bool from_old = old != then.end() && (now == s.objects.end() || !(now->first < old->first));
    const Key& key = from_old ? old->first : now->first;
    if (!inside(key)) break;
    if (!(key == after)) take(from_old ? old->second : now->second);
    if (from_old) {
      if (now != s.objects.end() && now->first == old->first) ++now;
      ++old;
    } else {
      ++now;
    }
  }
  return page;
}

Store::WatchId Store::watch(const KindInfo& kind, Selector selector, std::uint64_t after, Watcher watcher,
                            bool& expired) {
  Shelf& s = shelf(kind);
  expired = after < s.forgotten;
  if (expired) return 0;
  auto watch = std::make_shared<Watch>(Watch{next_watch_++, std::move(selector), std::move(watcher)});
  watches_[watch->id] = watch;
  if (const Selector::Indexed* by = watch->selector.indexed()) {
    auto index =
        std::find_if(s.indexes.begin(), s.indexes.end(), [&](const auto& i) { return i.path == by->path; });
    if (index == s.indexes.end()) {
      s.indexes.push_back({by->path, *FieldPath::resolve(kind, by->path), {}});
      index = s.indexes.end() - 1;
    }
    index->by_value[by->value].push_back(watch);
  } else {
    s.others.push_back(watch);
  }
  const WatchId id = watch->id;
  if (after < revision_) {
    const auto first = std::upper_bound(s.history.begin(), s.history.end(), after,
                                        [](std::uint64_t r, const StoreChange& c) { return r < c.revision; });
    const std::vector<StoreChange> past(first, s.history.end());
    StoreChange seen;
    for (const StoreChange& change : past) {
      if (!watch->stopped && seen_by(watch->selector, change, seen)) watch->watcher(seen);
    }
  }
  return id;
}

void Store::stop(WatchId id) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  const std::shared_ptr<Watch> watch = found->second;
  watches_.erase(found);
  watch->stopped = true;
  for (const auto& s : shelves_) {
    std::erase(s->others, watch);
    const Selector::Indexed* by = watch->selector.indexed();
    if (by == nullptr) continue;
    for (Shelf::FieldIndex& index : s->indexes) {
      const auto bucket = index.by_value.find(by->value);
      if (index.path != by->path || bucket == index.by_value.end()) continue;
      std::erase(bucket->second, watch);
      if (bucket->second.empty()) index.by_value.erase(bucket);
    }
  }
}

}  // namespace podium
