// A DurableStore in one SQLite file, for one process. Write-ahead log, a wait for the disk before each
// reply, group commit. Revisions begin at 1 in an empty file, and go on where they ended.
//
// The file `path` comes with `path`-wal, which belongs to it: copy both, or none while it is in use.
#pragma once

#include <memory>
#include <string>

#include "runtime/env/durable_store.h"
#include "runtime/env/executor.h"

namespace podium {

struct SqliteStoreOptions {
  std::size_t batch = 1000;            // transactions that are committed together, at most
  std::size_t compaction_step = 1000;  // rows that compaction deletes between two commits
};

class SqliteStore final : public DurableStore {
 public:
  // Blocks while it checks the whole file. Errors say what is to be done: kUnavailable (another process
  // has the file), kNotFound (it cannot be made there), kInvalid (damaged, or of something else),
  // kUnsupported (of a newer Podium). What is found damaged while the file is read ends in kFailed.
  // `executor` outlives the store, and what `post` posts runs on it.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, Executor& executor,
                                                   PostFromThread post, SqliteStoreOptions options = {});
  ~SqliteStore() override;

  void start(Listener listener) override;
  bool exclusive() const override { return true; }
  void commit(DurableTransaction transaction, std::function<void(DurableOutcome)> reply) override;
  void compact(Revision revision, std::function<void(Status)> reply) override;

 private:
  struct State;
  explicit SqliteStore(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;
};

}  // namespace podium
