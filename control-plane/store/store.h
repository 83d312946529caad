// The revisioned store: one counter for all kinds, compare-and-swap by revision, watches with history.
// In memory. Pure: no time, no randomness, no messages; watchers are called back at once, in order.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "control-plane/store/selector.h"

namespace podium {

struct StoreOptions {
  std::size_t history = 10'000;  // changes of a kind kept for watches that resume
};

enum class ChangeType : std::uint8_t { kAdded, kModified, kDeleted };

// One change, as one watcher sees it: an object that enters its selection is added, one that leaves
// it is deleted.
struct StoreChange {
  ChangeType type = ChangeType::kAdded;
  ObjectRef object;    // deleted: the last state, with the revision of the deletion
  ObjectRef previous;  // null for a new object
  std::uint64_t revision = 0;
};

class Store {
 public:
  using Watcher = std::function<void(const StoreChange&)>;
  using WatchId = std::uint64_t;  // 0: none

  explicit Store(StoreOptions options = {});
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  std::uint64_t revision() const { return revision_; }

  // The object, or null.
  ObjectRef get(const KindInfo& kind, const Key& key) const;
  std::size_t size(const KindInfo& kind) const;
  // In key order; an empty namespace means all.
  void each(const KindInfo& kind, const Text& namespace_, const std::function<void(const ObjectRef&)>& visit) const;

  // Each write takes the next revision and stamps it on the object. The caller gives the object up.
  // create REQUIRES that the key is free; update and remove that it is taken.
  ObjectRef create(Ref<Object> object);
  ObjectRef update(Ref<Object> object);
  ObjectRef remove(const KindInfo& kind, const Key& key);

  // A page of what was there at `at` (0: now) behind `after` in key order. `limit` 0: all.
  struct Page {
    std::vector<ObjectRef> items;
    std::uint64_t revision = 0;  // of the snapshot
    bool more = false;
    std::int64_t remaining = 0;  // behind this page, of a list without selectors
    bool expired = false;        // history does not reach back to `at`
  };
  Page list(const KindInfo& kind, const Selector& selector, std::int64_t limit, std::uint64_t at, const Key& after) const;

  // Calls `watcher` for every change behind revision `after`, the past ones before this returns.
  // 0 and `expired` if history does not reach back that far. A watch may be ended from its callback.
  WatchId watch(const KindInfo& kind, Selector selector, std::uint64_t after, Watcher watcher, bool& expired);
  void stop(WatchId watch);
  std::size_t watchers() const { return watches_.size(); }
  // Watchers that were asked about changes so far: what indexing keeps small.
  std::uint64_t watchers_asked() const { return asked_; }

 private:
  struct Watch;
  struct Shelf;

  Shelf& shelf(const KindInfo& kind) const;
  void commit(Shelf& shelf, StoreChange change);
  void notify(Shelf& shelf, const StoreChange& change);
  std::map<Key, ObjectRef> overlay(const Shelf& shelf, std::uint64_t at) const;

  StoreOptions options_;
  std::uint64_t revision_ = 0;
  std::uint64_t next_watch_ = 1;
  mutable std::uint64_t asked_ = 0;
  std::vector<std::unique_ptr<Shelf>> shelves_;                 // by kind
  std::map<WatchId, std::shared_ptr<Watch>> watches_;
};

}  // namespace podium
