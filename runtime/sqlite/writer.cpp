#include "runtime/sqlite/writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace podium::sqlite {

Writer::Writer(Journal journal, WriterOptions options, std::function<void(Round)> report)
    : options_(options),
      report_(std::move(report)),
      journal_(std::move(journal)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

void Writer::commit(Commit commit) {
  {
    const std::lock_guard lock(mutex_);
    queued_.push_back(std::move(commit));
  }
  work_.notify_one();
}

void Writer::compact(Compaction compaction) {
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(std::move(compaction));
  }
  work_.notify_one();
}

void Writer::run() {
  read();
  std::vector<Commit> commits;
  while (wait_for_work(commits)) {
    Round round;
    if (failure_.empty()) write(commits, round);
    if (!failure_.empty()) refuse(commits, round);
    step_compaction(round);
    report_(std::move(round));
    commits.clear();
  }
}

void Writer::read() {
  Round round;
  Result<Journal::Contents> contents = journal_.read();
  if (contents.ok())
    round.contents = std::move(contents).value();
  else
    round.failure = failure_ = contents.error().message;
  report_(std::move(round));
}

// Takes what there is to do. False when all is done and the writer is to end.
bool Writer::wait_for_work(std::vector<Commit>& commits) {
  std::unique_lock lock(mutex_);
  work_.wait(lock,
             [this] { return stopping_ || !queued_.empty() || !asked_.empty() || !compactions_.empty(); });
  if (stopping_ && queued_.empty()) return false;
  const auto end = queued_.begin() + static_cast<std::ptrdiff_t>(std::min(queued_.size(), options_.batch));
  std::move(queued_.begin(), end, std::back_inserter(commits));
  queued_.erase(queued_.begin(), end);
  std::move(asked_.begin(), asked_.end(), std::back_inserter(compactions_));
  asked_.clear();
  return true;
}

// A transaction whose checks fail leaves no trace in its batch, and one that fails to be written takes
// the whole batch with it: nobody was told of it yet.
void Writer::write(std::vector<Commit>& commits, Round& round) {
  if (commits.empty()) return;
  if (const Status begun = journal_.begin(); !begun.ok()) return fail(begun.error(), round);
  std::vector<DurableOutcome> outcomes;
  std::vector<TimedChange> told;
  for (Commit& commit : commits) {
    const Result<bool> appended = journal_.append(commit.transaction, commit.now, told);
    if (!appended.ok()) return fail(appended.error(), round);
    using Kind = DurableOutcome::Kind;
    outcomes.push_back(appended.value() ? DurableOutcome{Kind::kCommitted, journal_.revision(), {}}
                                        : DurableOutcome{Kind::kConflict, 0, {}});
  }
  if (const Status committed = journal_.commit(); !committed.ok()) {
    fail(committed.error(), round);
    outcomes.assign(commits.size(), {DurableOutcome::Kind::kUnknown, 0, failure_});
    told.clear();
  }
  for (std::size_t i = 0; i < commits.size(); ++i)
    round.committed.emplace_back(std::move(commits[i]), std::move(outcomes[i]));
  round.told = std::move(told);
  commits.clear();
}

void Writer::refuse(std::vector<Commit>& commits, Round& round) const {
  for (Commit& commit : commits)
    round.committed.emplace_back(std::move(commit),
                                 DurableOutcome{DurableOutcome::Kind::kRefused, 0, failure_});
  commits.clear();
}

void Writer::step_compaction(Round& round) {
  if (compactions_.empty()) return;
  Status status = Error{ErrorCode::kInternal, failure_};
  if (failure_.empty()) {
    const Result<bool> done = journal_.compact(compactions_.front().revision, options_.compaction_step);
    if (done.ok() && !done.value()) return;
    status = done.ok() ? Status() : Status(done.error());
    if (!done.ok()) fail(done.error(), round);
  }
  round.compacted.emplace_back(std::move(compactions_.front()), std::move(status));
  compactions_.pop_front();
}

void Writer::fail(const Error& error, Round& round) {
  failure_ = "the store's file can no longer be written (" + error.message +
             "): mend the cause and start again";
  round.failure = failure_;
}

}  // namespace podium::sqlite
