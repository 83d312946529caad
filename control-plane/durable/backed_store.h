// A Store that begins with what a DurableStore holds, and stays in step with it: ahead of one that is
// exclusive(), behind a gate; following any other. Compacts it as time goes by.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "control-plane/durable/gate.h"
#include "control-plane/durable/store_follower.h"
#include "control-plane/durable/writer.h"
#include "runtime/env/executor.h"

namespace podium {

struct BackedStoreOptions {
  StoreOptions store;
  // What is older than this, and no older than twice this, is forgotten (--etcd-compaction-interval). 0:
  // never.
  Duration compaction_interval = 5min;
  FindKind find_kind = find_built_in_kind;
};

class BackedStore {
 public:
  struct Listener {
    // Once everything has been read: the store may be used.
    std::function<void()> ready;
    // The durable store is of no more use; the process has to begin anew.
    std::function<void(const std::string& why)> lost;
    // For a person to read: out of reach, back again, a record that is no object.
    std::function<void(const std::string& what)> noticed;
  };

  // Begins to read at once. `executor` is that of `disk`; both outlive it.
  BackedStore(Executor& executor, DurableStore& disk, Listener listener, BackedStoreOptions options = {});
  ~BackedStore();
  BackedStore(const BackedStore&) = delete;
  BackedStore& operator=(const BackedStore&) = delete;

  // To be used when ready() has been called.
  Store& store() { return store_; }
  // Null: the store follows.
  DurableGate* gate() { return gate_ ? &*gate_ : nullptr; }
  // By which a store that follows is written.
  DurableObjects& objects() { return objects_; }

 private:
  void take(DurableState state, const std::string& why);
  void compact_later();
  void compact();

  Executor& executor_;
  DurableStore& disk_;
  Listener listener_;
  BackedStoreOptions options_;
  Store store_;
  StoreFollower follower_{store_};
  DurableObjects objects_;
  std::optional<DurableGate> gate_;
  bool ready_ = false;
  Revision compact_to_ = 0;  // at the next compaction
  TimerId timer_ = TimerId::kNone;
};

}  // namespace podium
