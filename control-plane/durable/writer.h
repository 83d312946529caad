// Writes objects to a durable store, and follows it: what it holds comes to the objects as changes.
#pragma once

#include <functional>
#include <string>

#include "control-plane/durable/follower.h"

namespace podium {

// One object of a transaction. The caller gives it up.
struct ObjectWrite {
  Ref<Object> object;  // deleted: the state that is told as its last
  bool deleted = false;
  Revision before = 0;   // of its last state, which must still be that; 0: not there
  Duration lifetime{0};  // 0: for ever
};

// What only one object may have, such as an address: the transaction takes it, or gives it up, and holds
// only if nobody else has done either since. Who has it is for the objects to say; that two who find it
// free do not both take it is what its record is for.
struct Claim {
  std::string what;  // "port/30080"
  bool given_up = false;
};

struct WrittenObject {
  DurableOutcome::Kind kind = DurableOutcome::Kind::kUnknown;
  ObjectRef object;  // as it is now stored, or was when it was deleted; null if it was not committed
  std::string why;   // if refused or unknown
};

class DurableObjects {
 public:
  // All references outlive it.
  DurableObjects(DurableStore& store, FollowedObjects& objects,
                 std::function<void(const std::string& error)> unreadable, FindKind find = find_built_in_kind)
      : store_(store), follower_(objects, std::move(unreadable), std::move(find)) {}

  // Begins to follow. `on_state` as DurableStore::Listener's.
  void start(std::function<void(DurableState, const std::string& why)> on_state);

  // From now on nothing is followed any more: the objects are ahead of the store.
  void stop_following() { following_ = false; }

  // All of it or nothing; replies when that is durable and has been applied. The objects of what was
  // committed carry its revision then.
  void commit(std::vector<ObjectWrite> writes, const std::vector<Claim>& claims,
              std::function<void(const DurableOutcome&)> reply);

  using Reply = std::function<void(WrittenObject)>;
  // Each writes the object if its key is as it was at `before` (0: not there), and replies when that is
  // durable and has been applied. The caller gives the object up. `lifetime` 0: for ever.
  void put(Ref<Object> object, Revision before, Duration lifetime, Reply reply);
  // `last`: the state that is told as its last.
  void remove(Ref<Object> last, Revision before, Reply reply);

 private:
  void commit_one(ObjectWrite write, Reply reply);

  DurableStore& store_;
  Follower follower_;
  bool following_ = true;
};

}  // namespace podium
