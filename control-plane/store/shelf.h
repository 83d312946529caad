// Everything that a Store keeps of one kind.
#pragma once

#include <deque>
#include <map>

#include "control-plane/store/history.h"
#include "control-plane/store/object_index.h"
#include "control-plane/store/store.h"
#include "control-plane/store/watchers.h"

namespace podium {

struct Store::Shelf {
  explicit Shelf(const KindInfo& kind) : watchers(kind) {}

  // Changes what is there.
  void place(const StoreChange& change);
  // Changes the indexes accordingly.
  void reindex(const StoreChange& change);
  // The index that answers this selector; null if none does.
  const ObjectIndex* index_for(const Selector& selector) const;

  std::map<Key, ObjectRef> objects;
  History history;
  Watchers watchers;
  std::deque<ObjectIndex> indexes;
};

}  // namespace podium
