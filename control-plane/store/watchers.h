// Who wants to hear of one kind's changes. A change finds the watchers that ask for a value of a field
// (spec.nodeName, metadata.name, a namespace) by its own values; only the rest is asked one by one.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "control-plane/store/change.h"
#include "control-plane/store/field_buckets.h"
#include "control-plane/store/selector.h"

namespace podium {

class Watchers;

struct StoreWatch {
  Watchers* home = nullptr;
  Selector selector;
  std::function<void(const StoreChange&)> watcher;
  std::uint64_t seen = 0;  // revision up to which it knows everything
  bool stopped = false;
};

// Tells `watch` of a change, in the terms of its selection, if it concerns it and is news.
void tell(StoreWatch& watch, const StoreChange& change);

class Watchers {
 public:
  explicit Watchers(const KindInfo& kind) : kind_(&kind) {}

  void add(StoreWatch& watch);
  // REQUIRES: it was added, and tell_all is not running.
  void remove(const StoreWatch& watch);

  // Tells all concerned, in the order of their fields and then of their coming. Returns how many were
  // asked. Watches may be added meanwhile.
  std::size_t tell_all(const StoreChange& change);

 private:
  using Bucket = std::vector<StoreWatch*>;
  struct FieldIndex {
    std::string path;
    FieldPath field;
    FieldBuckets<Bucket> by_value;
  };

  FieldIndex& index_for(const std::string& path);
  static std::size_t tell_bucket(FieldIndex& index, std::string_view value, const StoreChange& change);
  static std::size_t tell_each(Bucket& bucket, const StoreChange& change);

  const KindInfo* kind_;
  std::deque<FieldIndex> indexes_;  // stay where they are while others are added
  Bucket others_;
};

}  // namespace podium
