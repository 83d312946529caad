// The table of changes: transactions appended under the next revision, read back in order, compacted.
// For one thread; blocks on the disk. After an error a Journal is of no more use: destroy it, which takes
// back what is not committed, and open the file anew.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/durable_store.h"
#include "runtime/sqlite/database.h"

namespace podium::sqlite {

// A change, and when it lapses by itself (not set: never).
struct TimedChange {
  DurableChange change;
  TimePoint expires{};
};

class Journal {
 public:
  // Errors as open_file's.
  static Result<Journal> open(const std::string& path);
  Journal(Journal&&) noexcept;
  ~Journal();

  // Everything in the file: the state at the last compaction, and all changes since. Also checks each
  // row, and that no revision is missing; errors as open_file's. REQUIRES: called once, before begin().
  struct Contents {
    DurableSnapshot snapshot;
    std::vector<TimedChange> timed;  // the entries of the snapshot that expire, as changes
    std::vector<TimedChange> changes;
  };
  Result<Contents> read();

  // begin(), append() any number of times, commit(): one wait for the disk for all of them. Whether a
  // commit() that fails has happened is known only to the file.
  Status begin();
  // Moves what the transaction writes to the end of `told` under the next revision; false if a check
  // does not hold. `now`: from when lifetimes count.
  Result<bool> append(DurableTransaction& transaction, TimePoint now, std::vector<TimedChange>& told);
  Status commit();

  // Marks `revision` as the oldest of interest, and deletes up to `most` rows that it outdates. True if
  // none are left.
  Result<bool> compact(Revision revision, std::size_t most);

  Revision revision() const { return revision_; }  // of the last append()

 private:
  struct Newest {
    std::int64_t id = 0;                 // of its row; 0: there was never such a key
    Revision modified = 0, created = 0;  // 0: the key is not there now
  };
  struct Outdated {
    Revision by;  // compacted to this revision, the row is of no more use
    std::int64_t id;
  };
  struct Statements;
  struct Reading;

  Journal(std::string path, Database database, std::unique_ptr<Statements> statements);
  Result<Newest> newest(const std::string& key);
  // `previous`: the row of the value that this change outdates; 0: none.
  Status append_row(const TimedChange& row, std::int64_t previous);
  Status take_row(Reading& reading, Statement& row);

  std::string path_;
  Database database_;
  std::unique_ptr<Statements> statements_;
  Revision revision_ = 0, compacted_ = 0;
  std::int64_t last_id_ = 0;
  std::deque<Outdated> outdated_;  // in the order of `by`
};

}  // namespace podium::sqlite
