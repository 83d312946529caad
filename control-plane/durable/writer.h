// Writes objects to a durable store, and follows it.
#pragma once

#include <functional>
#include <string>

#include "control-plane/durable/follower.h"

namespace podium {

struct WrittenObject {
  DurableOutcome::Kind kind = DurableOutcome::Kind::kUnknown;
  ObjectRef object;  // as it is now stored, or was when it was deleted; null if it was not committed
  std::string why;   // if refused or unknown
};

class DurableObjects {
 public:
  // All references outlive it.
  DurableObjects(DurableStore& store, FollowedObjects& objects,
                 std::function<void(const std::string& error)> unreadable)
      : store_(store), follower_(objects, std::move(unreadable)) {}

  // Begins to follow. `on_state` as DurableStore::Listener's.
  void start(std::function<void(DurableState, const std::string& why)> on_state);

  using Reply = std::function<void(WrittenObject)>;
  // Each writes the object if its key is as it was at `before` (0: not there), and replies when that is
  // durable and has been applied. The caller gives the object up. `lifetime` 0: for ever.
  void put(Ref<Object> object, Revision before, Duration lifetime, Reply reply);
  // `last`: the state that is told as its last.
  void remove(Ref<Object> last, Revision before, Reply reply);

 private:
  void commit(std::optional<std::string> bytes, Ref<Object> object, Revision before, Duration lifetime,
              Reply reply);

  DurableStore& store_;
  Follower follower_;
};

}  // namespace podium
