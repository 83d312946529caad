// Writes to a store that others write to as well: a request is judged on what the durable store has told,
// its outcome is collected instead of carried out, and committed as a transaction that holds only if
// nobody has changed the written objects since. Who was overtaken is judged anew.
//
// The handlers know nothing of it: they write to a Store on trial (Store::begin_trial).
#pragma once

#include "control-plane/api/durability.h"
#include "control-plane/durable/backed_store.h"

namespace podium {

class StagedWrites final : public Durability {
 public:
  StagedWrites(BackedStore& backed, DurabilityOptions options) : backed_(backed), options_(options) {}

  Store& store() override { return backed_.store(); }
  void serve(ApiServer* server) override;
  void handle(ApiRequest request, Reply reply) override;
  // What the store holds is durable: nothing waits.
  void release(Task task) override { task(); }
  bool open() const override { return true; }
  bool idle() const override { return under_way_ == 0; }
  std::uint64_t settled() const override { return settled_; }

 private:
  struct Attempt;  // a request on its way

  void judge(const std::shared_ptr<Attempt>& attempt);
  void commit(const std::shared_ptr<Attempt>& attempt);
  void take(const std::shared_ptr<Attempt>& attempt, const DurableOutcome& outcome);
  void finish(const std::shared_ptr<Attempt>& attempt, ApiStatus refused);

  BackedStore& backed_;
  const DurabilityOptions options_;
  ApiServer* server_ = nullptr;
  std::uint64_t generation_ = 0;  // of the server: what an earlier one judged is not judged anew
  std::size_t under_way_ = 0;
  std::uint64_t settled_ = 0;
};

}  // namespace podium
