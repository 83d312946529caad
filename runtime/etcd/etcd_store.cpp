#include "runtime/etcd/etcd_store.h"

#include <future>
#include <utility>

#include "runtime/etcd/committer.h"
#include "runtime/etcd/http_thread.h"
#include "runtime/etcd/watcher.h"

namespace podium {

using etcd::Committer;
using etcd::HttpThread;
using etcd::Watcher;
using etcd::Wire;

// The executor's side. The thread reaches it only by posting, and only while it lives.
struct EtcdStore::Owner : std::enable_shared_from_this<Owner> {
  explicit Owner(PostFromThread p) : post(std::move(p)) {}

  // From the thread: `act` runs on the executor, unless the owner is gone by then.
  template <class Act>
  void later(Act act) {
    post([weak = weak_from_this(), act = std::move(act)]() mutable {
      if (const auto owner = weak.lock()) act(*owner);
    });
  }

  const PostFromThread post;
  Listener listener;
};

// The thread and what lives on it.
struct EtcdStore::Machine {
  Machine(EtcdStoreOptions o, std::shared_ptr<Owner> owner)
      : options(std::move(o)),
        wire(options.prefix),
        watcher(http, wire, options, listener_for(std::move(owner))),
        committer(http, wire, options,
                  [this] { watcher.distrust("a committed change was not told in time"); }),
        http(options.tls) {}

  Watcher::Listener listener_for(std::shared_ptr<Owner> owner);
  void compact(Revision revision, std::size_t endpoint, std::function<void(Status)> reply);

  EtcdStoreOptions options;
  Wire wire;
  Watcher watcher;
  Committer committer;
  HttpThread http;  // last, and so the first to end: the thread uses all of the above
};

Watcher::Listener EtcdStore::Machine::listener_for(std::shared_ptr<Owner> owner) {
  return {[this, owner](DurableSnapshot snapshot) {
            committer.miss();
            owner->later([snapshot = std::move(snapshot)](Owner& o) mutable {
              o.listener.on_snapshot(std::move(snapshot));
            });
          },
          [this, owner](std::vector<DurableChange> changes) {
            committer.note(changes);
            owner->later([changes = std::move(changes)](Owner& o) mutable {
              o.listener.on_changes(std::move(changes));
            });
          },
          [owner](DurableState state, std::string why) {
            owner->later([state, why = std::move(why)](Owner& o) { o.listener.on_state(state, why); });
          },
          [this](Revision revision) { committer.told(revision); }};
}

// Compacting twice is no harm: a member that does not answer is passed over.
void EtcdStore::Machine::compact(Revision revision, std::size_t endpoint, std::function<void(Status)> reply) {
  auto done = [this, revision, endpoint, reply = std::move(reply)](const etcd::Answer& answer) mutable {
    if (answer.ok()) return reply({});
    const etcd::Failure failure = Wire::read_failure(answer.body);
    const bool spoke = failure.code != etcd::RpcCode::kNone;
    if (!spoke && endpoint + 1 < options.endpoints.size())
      return compact(revision, endpoint + 1, std::move(reply));
    if (failure.message.find("has been compacted") != std::string::npos) return reply({});
    reply(Error{spoke ? ErrorCode::kRefused : ErrorCode::kUnavailable,
                "compacting etcd to revision " + std::to_string(revision) + ": " +
                    (spoke ? failure.message : answer.failure)});
  };
  http.call({.url = options.endpoints[endpoint] + etcd::kCompactPath,
             .body = Wire::compact(revision),
             .timeout = options.request_timeout,
             .on_data = {}},
            std::move(done));
}

EtcdStore::EtcdStore(EtcdStoreOptions options, PostFromThread post)
    : owner_(std::make_shared<Owner>(std::move(post))),
      machine_(std::make_unique<Machine>(std::move(options), owner_)) {}

EtcdStore::~EtcdStore() {
  std::promise<void> settled;
  machine_->http.post(
      [this, &settled] { machine_->committer.when_settled([&settled] { settled.set_value(); }); });
  settled.get_future().wait();
}

void EtcdStore::start(Listener listener) {
  owner_->listener = std::move(listener);
  machine_->http.post([machine = machine_.get()] { machine->watcher.start(); });
}

void EtcdStore::commit(DurableTransaction transaction, std::function<void(DurableOutcome)> reply) {
  auto answer = [owner = owner_, reply = std::move(reply)](DurableOutcome outcome) mutable {
    owner->later([reply = std::move(reply), outcome = std::move(outcome)](Owner&) { reply(outcome); });
  };
  machine_->http.post(
      [machine = machine_.get(), transaction = std::move(transaction), answer = std::move(answer)]() mutable {
        machine->committer.commit(std::move(transaction), std::move(answer));
      });
}

void EtcdStore::compact(Revision revision, std::function<void(Status)> reply) {
  auto answer = [owner = owner_, reply = std::move(reply)](Status status) mutable {
    owner->later([reply = std::move(reply), status = std::move(status)](Owner&) { reply(status); });
  };
  machine_->http.post([machine = machine_.get(), revision, answer = std::move(answer)]() mutable {
    machine->compact(revision, 0, std::move(answer));
  });
}

}  // namespace podium
