// A Store as what follows a durable one.
#pragma once

#include "control-plane/durable/follower.h"
#include "control-plane/store/store.h"

namespace podium {

class StoreFollower final : public FollowedObjects {
 public:
  explicit StoreFollower(Store& store) : store_(store) {}

  ObjectRef get(const KindInfo& kind, const Key& key) const override { return store_.get(kind, key); }
  void each(const std::function<void(const ObjectRef&)>& visit) const override { store_.each(visit); }
  void apply(const StoreChange& change) override { store_.apply(change); }
  void reach(Revision revision) override { store_.reach(revision); }
  void forget_before(Revision revision) override { store_.compact(revision); }

 private:
  Store& store_;
};

}  // namespace podium
