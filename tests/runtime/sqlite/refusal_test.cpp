// Files that are not opened, and what is said about them.
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <fstream>

#include "tests/runtime/sqlite/store_file.h"

namespace podium {
namespace {

using Catch::Matchers::Contains;

Error refusal(const StoreFile& file) {
  RealExecutor executor;
  const auto store = file.try_open(executor);
  REQUIRE(!store.ok());
  CHECK_THAT(store.error().message, Contains(file.path()));
  return store.error();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void run_sql(const StoreFile& file, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.path().c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

void fill(const StoreFile& file) {
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  for (int i = 0; i < 50; ++i) owner.put("key-" + std::to_string(i), std::string(3000, 'v'));
}

TEST_CASE("two SQLite stores on one file: the second is refused") {
  const StoreFile file;
  RealExecutor executor;
  const auto first = file.open(executor);
  const Error error = refusal(file);
  CHECK(error.code == ErrorCode::kUnavailable);
  CHECK_THAT(error.message, Contains("in use by another process: end that one, or name another file"));
}

TEST_CASE("the lock of a SQLite store goes with it") {
  const StoreFile file;
  for (int i = 0; i < 3; ++i) fill(file);
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  CHECK(owner.entries.size() == 50);
  CHECK(owner.revision == 150);
}

TEST_CASE("a file that is no database is refused, and stays as it is") {
  const StoreFile file;
  write_file(file.path(), "apiVersion: v1\nkind: List\n" + std::string(1000, '#'));
  const std::string before = read_file(file.path());
  const Error error = refusal(file);
  CHECK(error.code == ErrorCode::kInvalid);
  CHECK_THAT(error.message, Contains("restore it from a backup or an export, or move it"));
  CHECK(read_file(file.path()) == before);
}

TEST_CASE("the database of another program is refused, and stays as it is") {
  const StoreFile file;
  run_sql(file, "CREATE TABLE t (a); INSERT INTO t VALUES (1);");
  const std::string before = read_file(file.path());
  const Error error = refusal(file);
  CHECK(error.code == ErrorCode::kInvalid);
  CHECK_THAT(error.message, Contains("not one of Podium's: name another file"));
  CHECK(read_file(file.path()) == before);
}

TEST_CASE("the file of a newer Podium is refused") {
  const StoreFile file;
  fill(file);
  run_sql(file, "PRAGMA user_version = 2;");
  const Error error = refusal(file);
  CHECK(error.code == ErrorCode::kUnsupported);
  CHECK_THAT(error.message, Contains("has format 2, and this Podium knows format 1"));
}

TEST_CASE("a directory that is not there is named") {
  RealExecutor executor;
  const auto store = SqliteStore::open("/nowhere/cluster.db", executor, [](Task) {});
  REQUIRE(!store.ok());
  CHECK(store.error().code == ErrorCode::kNotFound);
  CHECK_THAT(store.error().message, Contains("/nowhere/cluster.db") && Contains("its directory exists"));
}

// Pages that SQLite itself can tell are wrong.
TEST_CASE("a SQLite store whose file lost its end, or pages in its middle, is refused") {
  const StoreFile file;
  fill(file);
  const std::string whole = read_file(file.path());
  for (const bool cut : {true, false}) {
    std::string damaged = whole;
    if (cut)
      damaged.resize(whole.size() / 2);
    else
      damaged.replace(4096, 3 * 4096, 3 * 4096, '\xa5');
    write_file(file.path(), damaged);
    const Error error = refusal(file);
    CHECK(error.code == ErrorCode::kInvalid);
    CHECK_THAT(error.message, Contains("is damaged (") && Contains("restore it from a backup or an export"));
  }
}

// What goes wrong while a file is read is told as kFailed.
std::string failure_of(const StoreFile& file) {
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  CHECK(owner.snapshots == 0);
  CHECK(owner.states.back().first == DurableState::kFailed);
  CHECK(owner.commit(write_of("new", "x", 0)).kind == DurableOutcome::Kind::kRefused);
  return owner.states.back().second;
}

TEST_CASE("one changed bit of a value in a SQLite store's file is found") {
  const StoreFile file;
  fill(file);
  std::string text = read_file(file.path());
  const std::size_t at = text.find("vvvvvvvv");
  REQUIRE(at != std::string::npos);
  text[at + 1000] ^= 1;
  write_file(file.path(), text);
  const std::string why = failure_of(file);
  CHECK_THAT(why, Contains("the checksum of key \"key-") && Contains("restore it from a backup"));
}

TEST_CASE("a missing transaction of a SQLite store is found") {
  const StoreFile file;
  fill(file);
  run_sql(file, "DELETE FROM change WHERE revision = 20;");
  CHECK_THAT(failure_of(file), Contains("revision 20 is missing"));
}

// As on a full disk: writes beyond 300 kB of a file fail.
void run_with_small_files(const std::function<void()>& act) {
  rlimit before;
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 300'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  act();
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
}

TEST_CASE("a SQLite store that cannot write says so, and keeps what it acknowledged") {
  const StoreFile file;
  RealExecutor executor;
  DurableOwner::State acknowledged;
  {
    DurableOwner owner(executor);
    owner.start(file.open(executor));
    owner.put("first", "x");
    run_with_small_files([&] {
      for (int i = 0; owner.states.back().first != DurableState::kFailed; ++i) {
        REQUIRE(i < 1000);
        const DurableOutcome outcome = owner.commit(write_of(std::to_string(i), std::string(10'000, 'v'), 0));
        if (outcome.kind != DurableOutcome::Kind::kCommitted) CHECK(!outcome.why.empty());
      }
    });
    acknowledged = owner.values();
    CHECK(owner.commit(write_of("late", "x", 0)).kind == DurableOutcome::Kind::kRefused);
    CHECK_THAT(owner.states.back().second, Contains("mend the cause and start again"));
  }
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  for (const auto& [key, value] : acknowledged) CHECK(owner.values().at(key) == value);
}

}  // namespace
}  // namespace podium
