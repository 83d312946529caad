// A DurableStore in a real etcd, version 3.4 or later: keys under a prefix, which may be shared with
// other processes that write there. Revisions are etcd's, so their numbers have gaps where others write
// elsewhere. Speaks HTTP and JSON to etcd's gateway, from a thread of its own.
//
// When a member dies or is cut off, the others are asked; committed changes are told in any case. A
// transaction that got no answer is repeated until it has one, for EtcdStoreOptions::give_up at most.
//
// Lifetimes are etcd's leases: an entry may last up to EtcdStoreOptions::lease_window longer. compact()
// compacts all of that etcd, not just our keys. An etcd that goes back in its revisions, because it was
// restored from a backup, ends in kFailed.
#pragma once

#include <memory>

#include "runtime/env/durable_store.h"
#include "runtime/etcd/options.h"

namespace podium {

class EtcdStore final : public DurableStore {
 public:
  // Connects in the background: whether there is an etcd shows in the listener's on_state. What `post`
  // posts runs on the owner's executor. REQUIRES: an endpoint, and a prefix.
  EtcdStore(EtcdStoreOptions options, PostFromThread post);
  // Waits for transactions under way, for EtcdStoreOptions::give_up at most.
  ~EtcdStore() override;

  void start(Listener listener) override;
  bool exclusive() const override { return false; }
  void commit(DurableTransaction transaction, std::function<void(DurableOutcome)> reply) override;
  void compact(Revision revision, std::function<void(Status)> reply) override;

 private:
  struct Owner;
  struct Machine;

  std::shared_ptr<Owner> owner_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace podium
