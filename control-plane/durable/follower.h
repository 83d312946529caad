// Turns what a durable store tells into changes of objects, in the order of revisions.
//
// What this process wrote itself comes back with the same bytes: the object that was meant is taken then,
// instead of being decoded anew.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control-plane/durable/record.h"
#include "control-plane/store/change.h"
#include "runtime/env/durable_store.h"

namespace podium {

// The objects that follow the store: its state is what the store has told.
class FollowedObjects {
 public:
  virtual ~FollowedObjects() = default;
  virtual ObjectRef get(const KindInfo& kind, const Key& key) const = 0;  // null: none
  virtual void each(const std::function<void(const ObjectRef&)>& visit) const = 0;
  // The change's revision is also that of its object; `previous` is what get() returned before.
  virtual void apply(const StoreChange& change) = 0;
  // The state is now that of this revision, whether anything of ours changed or not.
  virtual void reach(Revision revision) = 0;
  // What led to this revision is not known: nobody can go on from before it.
  virtual void forget_before(Revision revision) = 0;
};

class Follower {
 public:
  // `unreadable` is told of each record that is no object of ours; it is passed over.
  Follower(FollowedObjects& objects, std::function<void(const std::string& error)> unreadable,
           FindKind find = find_built_in_kind)
      : objects_(objects), unreadable_(std::move(unreadable)), find_(std::move(find)) {}

  // The first snapshot adds everything. A later one is told as the changes that lead to it.
  void take(const DurableSnapshot& snapshot);
  void take(const std::vector<DurableChange>& changes);

  // The last change of a claim's record; 0: it is not there.
  Revision claimed(const std::string& key) const;

  // A write that is on its way. When a change of `key` comes with these bytes, `object` (its last state, if
  // there are none) is published with the change's revision.
  struct Expected {
    std::string key;
    std::optional<std::string> bytes;
    Ref<Object> object;   // until it is published
    ObjectRef published;  // null: not yet
  };
  using Expectation = std::list<Expected>::iterator;
  Expectation expect(std::string key, std::optional<std::string> bytes, Ref<Object> object);
  void forget(Expectation expectation);

 private:
  void take(const DurableChange& change);
  void add(Ref<Object> object);
  void remove(Ref<Object> last);
  // The write that this change is; null if it is another's.
  Expected* expected(const DurableChange& change);

  FollowedObjects& objects_;
  std::function<void(const std::string&)> unreadable_;
  FindKind find_;
  std::map<std::string, Revision> claims_;  // by key
  std::list<Expected> expected_;
  std::multimap<std::string_view, Expectation> by_key_;
};

}  // namespace podium
