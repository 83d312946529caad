#include "runtime/sqlite/sqlite_store.h"

#include <cassert>
#include <utility>

#include "runtime/sqlite/expiries.h"
#include "runtime/sqlite/writer.h"

namespace podium {

using sqlite::Journal;
using sqlite::TimedChange;
using sqlite::Writer;

// The executor's side. The thread reaches it only by posting, and only while it lives.
struct SqliteStore::State {
  State(Journal j, Executor& e, PostFromThread p, SqliteStoreOptions o)
      : journal(std::move(j)), executor(e), post(std::move(p)), options(o) {}

  void take(Writer::Round& round);
  void tell(std::vector<TimedChange> told);
  void wait_for_expiry();
  void delete_lapsed();

  std::optional<Journal> journal;  // until the writer has it
  Executor& executor;
  PostFromThread post;
  SqliteStoreOptions options;
  Listener listener;
  sqlite::Expiries expiries;
  TimerId timer = TimerId::kNone;
  std::unique_ptr<Writer> writer;
};

void SqliteStore::State::take(Writer::Round& round) {
  if (round.contents) {
    for (const TimedChange& timed : round.contents->timed) expiries.note(timed);
    listener.on_snapshot(std::move(round.contents->snapshot));
    tell(std::move(round.contents->changes));
    listener.on_state(DurableState::kServing, {});
  }
  tell(std::move(round.told));
  for (auto& [commit, outcome] : round.committed) commit.reply(std::move(outcome));
  for (auto& [compaction, status] : round.compacted) compaction.reply(std::move(status));
  if (!round.failure.empty()) listener.on_state(DurableState::kFailed, round.failure);
  wait_for_expiry();
}

void SqliteStore::State::tell(std::vector<TimedChange> told) {
  if (told.empty()) return;
  std::vector<DurableChange> changes;
  changes.reserve(told.size());
  for (TimedChange& timed : told) {
    expiries.note(timed);
    changes.push_back(std::move(timed.change));
  }
  listener.on_changes(std::move(changes));
}

void SqliteStore::State::wait_for_expiry() {
  executor.cancel(timer);
  timer = TimerId::kNone;
  if (expiries.next() == kForever) return;
  timer = executor.run_at(expiries.next(), [this] { delete_lapsed(); });
}

// What was written again meanwhile fails its check, and stays.
void SqliteStore::State::delete_lapsed() {
  for (DurableTransaction::Check& check : expiries.take(executor.now())) {
    DurableTransaction transaction;
    transaction.writes.push_back({check.key, std::nullopt});
    transaction.checks.push_back(std::move(check));
    writer->commit({std::move(transaction), executor.now(), [](DurableOutcome) {}});
  }
  wait_for_expiry();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, Executor& executor,
                                                       PostFromThread post, SqliteStoreOptions options) {
  Result<Journal> journal = Journal::open(path);
  if (!journal.ok()) return journal.error();
  auto state = std::make_shared<State>(std::move(journal).value(), executor, std::move(post), options);
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(state)));
}

SqliteStore::SqliteStore(std::shared_ptr<State> state) : state_(std::move(state)) {}

// The thread ends first: it uses what the state holds. Rounds that are posted find the state gone.
SqliteStore::~SqliteStore() {
  state_->writer.reset();
  state_->executor.cancel(state_->timer);
}

void SqliteStore::start(Listener listener) {
  assert(state_->journal && !state_->writer);
  state_->listener = std::move(listener);
  const sqlite::WriterOptions options{state_->options.batch, state_->options.compaction_step};
  // A task is one pointer and a round behind another: small enough to be scheduled without allocation.
  auto report = [post = state_->post, weak = std::weak_ptr(state_)](Writer::Round round) {
    post([weak, round = std::make_unique<Writer::Round>(std::move(round))] {
      if (const auto state = weak.lock()) state->take(*round);
    });
  };
  state_->writer = std::make_unique<Writer>(std::move(*state_->journal), options, std::move(report));
  state_->journal.reset();
}

void SqliteStore::commit(DurableTransaction transaction, std::function<void(DurableOutcome)> reply) {
  assert(state_->writer);
  state_->writer->commit({std::move(transaction), state_->executor.now(), std::move(reply)});
}

void SqliteStore::compact(Revision revision, std::function<void(Status)> reply) {
  assert(state_->writer);
  state_->writer->compact({revision, std::move(reply)});
}

}  // namespace podium
