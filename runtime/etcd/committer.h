// Transactions on their way to etcd. A request that got no answer is repeated, at another member: its
// checks see to it that it happens once at most. Whether a repeated one that fails its checks had
// happened before is read off the watch: the first change of its keys behind the checked revisions is
// ours if it has our bytes. (What remains is a request that creates a key, lies in the buffers of a stalled
// member until after its repetition and after the key's deletion, and is then carried out.) Replies wait
// until the watch has told what they are about. Lives on the HttpThread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/etcd/endpoints.h"
#include "runtime/etcd/leases.h"
#include "runtime/etcd/options.h"
#include "runtime/etcd/wire.h"

namespace podium::etcd {

class Committer {
 public:
  using Reply = std::function<void(DurableOutcome)>;

  // `lagging` is called when a committed change has not been told for longer than it should.
  Committer(HttpThread& http, const Wire& wire, const EtcdStoreOptions& options,
            std::function<void()> lagging);
  ~Committer();

  void commit(DurableTransaction transaction, Reply reply);
  // The watch tells these; they have not reached the owner yet.
  void note(const std::vector<DurableChange>& changes);
  // Some changes will not be told: what was in between is known by its result only.
  void miss();
  // All changes up to here have been told.
  void told(Revision revision);
  // Calls back once it is known of each transaction what has become of it.
  void when_settled(std::function<void()> done);

 private:
  using Id = std::uint64_t;
  struct Pending;

  void pump();
  void take_leases(Id id);
  void send(Pending& pending);
  void take_answer(Id id, const std::string& endpoint, const Answer& answer);
  void take_failure(Pending& pending, const Answer& answer);
  void try_again(Pending& pending, std::string why);
  void resolve(Pending& pending, const TxnReply& reply);
  void hold(Pending& pending, Revision until, DurableOutcome outcome);
  void settle(bool sent);
  void decide_conflict(Pending& pending);
  void finish(Pending& pending, DurableOutcome outcome);
  void tick();
  void look_at(Pending& pending);
  Pending* find(Id id);

  HttpThread& http_;
  const Wire& wire_;
  const EtcdStoreOptions& options_;
  std::function<void()> lagging_;
  Endpoints endpoints_;
  Leases leases_;
  Revision told_ = 0;
  Id ids_ = 0;
  std::map<Id, std::unique_ptr<Pending>> pending_;
  std::map<Id, Pending*> waiting_;                                 // not sent yet, in order
  std::multimap<Revision, Id> held_;                               // answered, until this is told
  std::multimap<std::string, std::pair<Id, std::size_t>> by_key_;  // the writes under way
  std::size_t unsettled_ = 0;                                      // sent, and without an outcome
  bool ticking_ = false;
  std::function<void()> when_settled_;
};

}  // namespace podium::etcd
