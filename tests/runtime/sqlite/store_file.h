// A directory for a store's file, removed at the end of a test.
#pragma once

#include <string>

#include "runtime/sqlite/sqlite_store.h"
#include "tests/runtime/real/durable_owner.h"
#include "tests/support/temporary_folder.h"

namespace podium {

class StoreFile {
 public:
  std::string path() const { return folder_.file("cluster.db"); }
  std::string log() const { return path() + "-wal"; }

  Result<std::unique_ptr<SqliteStore>> try_open(RealExecutor& executor,
                                                SqliteStoreOptions options = {}) const {
    return SqliteStore::open(
        path(), executor, [&executor](Task task) { executor.post_from_thread(std::move(task)); }, options);
  }
  std::unique_ptr<SqliteStore> open(RealExecutor& executor) const {
    auto store = try_open(executor);
    if (!store.ok()) FAIL(store.error().message);
    return std::move(store).value();
  }

 private:
  testing::TemporaryFolder folder_;
};

}  // namespace podium
