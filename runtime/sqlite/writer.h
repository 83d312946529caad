// The thread that a journal belongs to. What was asked while it waited for the disk is committed
// together, with one wait for all (group commit).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "runtime/sqlite/journal.h"

namespace podium::sqlite {

struct WriterOptions {
  std::size_t batch = 1000;            // transactions of one commit, at most
  std::size_t compaction_step = 1000;  // rows that compaction deletes between two commits
};

class Writer {
 public:
  struct Commit {
    DurableTransaction transaction;
    TimePoint now;  // lifetimes count from here
    std::function<void(DurableOutcome)> reply;
  };
  struct Compaction {
    Revision revision;
    std::function<void(Status)> reply;
  };

  // What a turn of the thread has come to. The replies are moved through, and not called here.
  struct Round {
    std::optional<Journal::Contents> contents;  // in the first round
    std::vector<TimedChange> told;              // durable, in order
    std::vector<std::pair<Commit, DurableOutcome>> committed;
    std::vector<std::pair<Compaction, Status>> compacted;
    std::string failure;  // not empty: the journal is lost, and everything later is refused
  };

  // Begins with reading. `report` is called on the thread, until the destructor returns.
  Writer(Journal journal, WriterOptions options, std::function<void(Round)> report);
  // Waits until what is queued is written. A compaction that has not ended is left.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void commit(Commit commit);
  void compact(Compaction compaction);

 private:
  void run();
  void read();
  bool wait_for_work(std::vector<Commit>& commits);
  void write(std::vector<Commit>& commits, Round& round);
  void refuse(std::vector<Commit>& commits, Round& round) const;
  void step_compaction(Round& round);
  void fail(const Error& error, Round& round);

  const WriterOptions options_;
  const std::function<void(Round)> report_;
  Journal journal_;                     // the thread's, as are the next two
  std::deque<Compaction> compactions_;  // the first is under way
  std::string failure_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable work_;
  std::deque<Commit> queued_;
  std::deque<Compaction> asked_;
  bool stopping_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace podium::sqlite
