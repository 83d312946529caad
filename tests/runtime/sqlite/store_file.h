// A directory for a store's file, removed at the end of a test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "runtime/sqlite/sqlite_store.h"
#include "tests/runtime/real/durable_owner.h"

namespace podium {

class StoreFile {
 public:
  StoreFile() {
    std::string name = (std::filesystem::temp_directory_path() / "podium-store-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    directory_ = name;
  }
  ~StoreFile() { std::filesystem::remove_all(directory_); }
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;

  std::string path() const { return (directory_ / "cluster.db").string(); }
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
  std::filesystem::path directory_;
};

}  // namespace podium
