#include "runtime/etcd/committer.h"

#include <algorithm>
#include <utility>

#include "runtime/etcd/pending.h"

namespace podium::etcd {
namespace {

using Kind = DurableOutcome::Kind;

constexpr Duration kTick = 100ms;  // how often it is looked whether somebody has waited for too long

// What etcd says for sure: it did not happen, and will not.
bool never_happens(const Failure& failure) {
  return failure.code == RpcCode::kInvalidArgument ||  // such as "request is too large"
         failure.message.find("database space exceeded") != std::string::npos ||
         failure.message.find("received message larger than max") != std::string::npos;
}

// It was turned away at the door.
bool not_tried(const Failure& failure) {
  return failure.message.find("too many requests") != std::string::npos;
}

}  // namespace

Committer::Committer(HttpThread& http, const Wire& wire, const EtcdStoreOptions& options,
                     std::function<void()> lagging)
    : http_(http),
      wire_(wire),
      options_(options),
      lagging_(std::move(lagging)),
      endpoints_(options.endpoints),
      leases_(http, options) {}

Committer::~Committer() = default;

Committer::Pending* Committer::find(Id id) {
  const auto found = pending_.find(id);
  return found == pending_.end() ? nullptr : found->second.get();
}

void Committer::commit(DurableTransaction transaction, Reply reply) {
  const Id id = ++ids_;
  auto owned = std::make_unique<Pending>(id, std::move(transaction), std::move(reply),
                                         Backoff(options_.first_retry, options_.longest_retry));
  for (std::size_t i = 0; i < owned->transaction.writes.size(); ++i)
    by_key_.emplace(owned->transaction.writes[i].key, std::pair{id, i});
  waiting_[id] = owned.get();
  pending_[id] = std::move(owned);
  if (!std::exchange(ticking_, true)) http_.run_after(kTick, [this] { tick(); });
  pump();
}

void Committer::pump() {
  while (unsettled_ < options_.in_flight && !waiting_.empty()) {
    Pending& pending = *waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    pending.stage = Pending::Stage::kSent;
    ++unsettled_;
    take_leases(pending.id);
  }
}

// One after another: a transaction hardly ever has more than one.
void Committer::take_leases(Id id) {
  Pending* const pending = find(id);
  if (pending == nullptr) return;
  const auto& writes = pending->transaction.writes;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].lifetime <= Duration{0} || pending->leases[i] != 0) continue;
    const std::string endpoint = endpoints_.current();
    return leases_.take(writes[i].lifetime, endpoint,
                        [this, id, i, endpoint](LeaseId lease, const std::string& why) {
                          if (lease == 0) endpoints_.failed(endpoint);
                          Pending* const taker = find(id);
                          if (taker == nullptr) return;
                          taker->leases[i] = lease;
                          if (lease == 0) return try_again(*taker, why);
                          take_leases(id);
                        });
  }
  send(*pending);
}

void Committer::send(Pending& pending) {
  const std::string endpoint = endpoints_.current();
  http_.call({.url = endpoint + kTxnPath,
              .body = wire_.txn(pending.transaction, pending.leases),
              .timeout = options_.request_timeout,
              .on_data = {}},
             [this, id = pending.id, endpoint](const Answer& answer) { take_answer(id, endpoint, answer); });
}

void Committer::take_answer(Id id, const std::string& endpoint, const Answer& answer) {
  Pending* const pending = find(id);
  if (pending == nullptr) return;
  if (const auto reply = answer.ok() ? Wire::read_txn(answer.body) : std::nullopt)
    return resolve(*pending, *reply);
  if (answer.code == 0 || answer.code >= 500) endpoints_.failed(endpoint);
  take_failure(*pending, answer);
}

void Committer::take_failure(Pending& pending, const Answer& answer) {
  const Failure failure =
      answer.code == 0 ? Failure{RpcCode::kNone, answer.failure} : Wire::read_failure(answer.body);
  if (failure.code == RpcCode::kNotFound) {  // the lease is gone, perhaps with the cluster's past
    leases_.forget();
    std::fill(pending.leases.begin(), pending.leases.end(), 0);
    return try_again(pending, failure.message);
  }
  // Everything else, and above all silence, leaves a doubt.
  const bool never = never_happens(failure);
  if (never && !pending.doubtful) return finish(pending, {Kind::kRefused, 0, failure.message});
  pending.doubtful |= !never && answer.sent && !not_tried(failure);
  try_again(pending, failure.message);
}

void Committer::try_again(Pending& pending, std::string why) {
  pending.why = std::move(why);
  http_.run_after(pending.backoff.next(), [this, id = pending.id] { take_leases(id); });
}

// If a key is there, its change is what must be told first; if it is gone, everything up to now.
void Committer::resolve(Pending& pending, const TxnReply& reply) {
  if (reply.succeeded) {
    const bool empty = pending.transaction.writes.empty();
    return hold(pending, empty ? 0 : reply.revision, {Kind::kCommitted, reply.revision, {}});
  }
  Revision until = pending.doubtful ? reply.revision : 0;
  const auto& checks = pending.transaction.checks;
  for (std::size_t i = 0; i < std::min(checks.size(), reply.present.size()); ++i) {
    if (reply.present[i] == checks[i].modified) continue;
    until = std::max(until, reply.present[i] != 0 ? reply.present[i] : reply.revision);
  }
  hold(pending, until, {Kind::kConflict, 0, {}});
}

void Committer::hold(Pending& pending, Revision until, DurableOutcome outcome) {
  pending.stage = Pending::Stage::kHeld;
  pending.held_since = HttpThread::now();
  pending.until = until;
  pending.outcome = std::move(outcome);
  held_.emplace(until, pending.id);
  settle(true);
  told(told_);
}

// One more transaction has an outcome; `sent`: and leaves its place to another.
void Committer::settle(bool sent) {
  if (sent) --unsettled_;
  pump();
  if (unsettled_ == 0 && waiting_.empty() && when_settled_) std::exchange(when_settled_, {})();
}

void Committer::when_settled(std::function<void()> done) {
  if (unsettled_ == 0 && waiting_.empty()) return done();
  when_settled_ = std::move(done);
}

void Committer::note(const std::vector<DurableChange>& changes) {
  if (by_key_.empty()) return;
  for (const DurableChange& change : changes) {
    const auto [first, last] = by_key_.equal_range(change.key);
    for (auto at = first; at != last; ++at) find(at->second.first)->note(at->second.second, change);
  }
}

void Committer::miss() {
  for (const auto& [id, pending] : pending_) pending->blind = true;
}

void Committer::told(Revision revision) {
  told_ = revision;
  while (!held_.empty() && held_.begin()->first <= told_) {
    Pending& pending = *find(held_.begin()->second);
    if (pending.outcome.kind == Kind::kConflict)
      decide_conflict(pending);
    else
      finish(pending, std::move(pending.outcome));
  }
}

void Committer::decide_conflict(Pending& pending) {
  if (!pending.doubtful || pending.overtaken()) return finish(pending, {Kind::kConflict, 0, {}});
  if (pending.shown() != 0) return finish(pending, {Kind::kCommitted, pending.shown(), {}});
  if (pending.blind) return finish(pending, {Kind::kUnknown, 0, "the change was not seen: " + pending.why});
  finish(pending, {Kind::kConflict, 0, {}});
}

void Committer::finish(Pending& pending, DurableOutcome outcome) {
  const auto owned = std::move(pending_.extract(pending.id).mapped());
  const auto [first_held, last_held] = held_.equal_range(owned->until);
  const auto held =
      std::find_if(first_held, last_held, [&](const auto& at) { return at.second == owned->id; });
  if (held != last_held) held_.erase(held);
  for (const DurableTransaction::Write& write : owned->transaction.writes) {
    const auto [first, last] = by_key_.equal_range(write.key);
    by_key_.erase(std::find_if(first, last, [&](const auto& at) { return at.second.first == owned->id; }));
  }
  waiting_.erase(owned->id);
  owned->reply(std::move(outcome));
  settle(owned->stage == Pending::Stage::kSent);
}

void Committer::tick() {
  ticking_ = !pending_.empty();
  std::vector<Id> ids;
  for (const auto& [id, pending] : pending_) ids.push_back(id);
  for (const Id id : ids) {
    if (Pending* const pending = find(id)) look_at(*pending);
  }
  if (ticking_) http_.run_after(kTick, [this] { tick(); });
}

void Committer::look_at(Pending& pending) {
  const Duration now = HttpThread::now();
  const bool held = pending.stage == Pending::Stage::kHeld;
  const Duration held_for = held ? now - pending.held_since : Duration{0};
  if (held && pending.outcome.kind == Kind::kConflict && held_for >= options_.conflict_wait) {
    // Changes of other users of that etcd do not reach us: what is to be told may have been told long since.
    if (!pending.doubtful || pending.shown() != 0 || pending.overtaken()) return decide_conflict(pending);
  }
  if (now - pending.since >= options_.give_up) {
    const bool maybe = held || pending.doubtful;
    const std::string why = held ? "it was not told in time what became of it" : pending.why;
    return finish(pending, {maybe ? Kind::kUnknown : Kind::kRefused, 0, why});
  }
  if (held && pending.outcome.kind == Kind::kCommitted && held_for >= options_.watch_patience) {
    pending.held_since = now;
    lagging_();
  }
}

}  // namespace podium::etcd
