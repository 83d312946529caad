#include "runtime/sqlite/sqlite_store.h"

#include "tests/runtime/real/durable_store_contract.h"
#include "tests/runtime/sqlite/store_file.h"

namespace podium {
namespace {

OpenDurableStore opener(const StoreFile& file) {
  return [&file](RealExecutor& executor) { return file.open(executor); };
}

TEST_CASE("a SQLite store tells a change before it replies") {
  const StoreFile file;
  check_tells_before_it_replies(opener(file));
}

TEST_CASE("a SQLite store writes all of a transaction whose checks hold, or nothing") {
  const StoreFile file;
  check_compares_and_writes(opener(file));
}

TEST_CASE("a SQLite store remembers when a key came to be, and takes any bytes") {
  const StoreFile file;
  check_remembers_creation(opener(file));
}

TEST_CASE("a SQLite store tells all that it holds when it is opened again") {
  const StoreFile file;
  check_tells_what_it_holds(opener(file));
}

TEST_CASE("increments of one number in a SQLite store add up") {
  const StoreFile file;
  check_increments_add_up(opener(file));
}

// "Its transactions take the next numbers in the order of the commit() calls."
TEST_CASE("a SQLite store numbers transactions from 1 in the order they were given") {
  const StoreFile file;
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  CHECK(owner.store().exclusive());
  CHECK(owner.revision == 0);
  std::vector<Revision> revisions;
  for (int i = 0; i < 2500; ++i) {  // more than one batch
    owner.store().commit(write_of(std::to_string(i), "x", 0),
                         [&](DurableOutcome outcome) { revisions.push_back(outcome.revision); });
  }
  REQUIRE(owner.run_until([&] { return revisions.size() == 2500; }));
  for (std::size_t i = 0; i < revisions.size(); ++i) REQUIRE(revisions[i] == i + 1);
}

// "Deleted by the store after this time", and told as any other change.
TEST_CASE("what has a lifetime in a SQLite store lapses, even while the store is closed") {
  const StoreFile file;
  RealExecutor executor;
  {
    DurableOwner owner(executor);
    owner.start(file.open(executor));
    owner.put("short", "x", 50ms);
    owner.put("renewed", "x", 50ms);
    owner.put("renewed", "x", 1h);
    owner.put("while closed", "x", 300ms);
    owner.put("kept", "x");
    REQUIRE(owner.run_until([&] { return owner.modified("short") == 0; }));
    CHECK(owner.entries.size() == 3);
    owner.compact(owner.revision);
  }
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  REQUIRE(owner.run_until([&] { return owner.modified("while closed") == 0; }));
  CHECK(owner.values() == DurableOwner::State{{"kept", "x"}, {"renewed", "x"}});
}

// "Forgets what had been changed or deleted by `revision`."
TEST_CASE("compaction of a SQLite store drops what is outdated, and nothing else") {
  const StoreFile file;
  RealExecutor executor;
  const std::string large(10'000, 'v');
  Revision compacted = 0;
  {
    DurableOwner owner(executor);
    auto store = file.try_open(executor, {.batch = 100, .compaction_step = 7});
    REQUIRE(store.ok());
    owner.start(std::move(store).value());
    for (int i = 0; i < 300; ++i) owner.put("key-" + std::to_string(i % 3), large);
    owner.remove("key-2");
    compacted = owner.revision;
    owner.compact(compacted);
    const auto size = std::filesystem::file_size(file.path());
    for (int i = 0; i < 200; ++i) owner.put("key-0", large);
    owner.put("key-2", "back");
    CHECK(std::filesystem::file_size(file.path()) <= size);  // its freed pages are used again
  }
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  REQUIRE(owner.told.size() == 201);
  CHECK(owner.told.front().revision == compacted + 1);
  CHECK(owner.entries.at("key-0").created == 1);
  CHECK(owner.values() == DurableOwner::State{{"key-0", large}, {"key-1", large}, {"key-2", "back"}});
}

TEST_CASE("a SQLite store that is closed at once has still written what was given to it") {
  const StoreFile file;
  RealExecutor executor;
  {
    DurableOwner owner(executor);
    owner.start(file.open(executor));
    for (int i = 0; i < 100; ++i) {
      owner.store().commit(write_of(std::to_string(i), "x", 0),
                           [](DurableOutcome) { FAIL("called back after the store is gone"); });
    }
    owner.close();
    executor.post([&] { executor.stop(); });
    executor.run();
  }
  DurableOwner owner(executor);
  owner.start(file.open(executor));
  CHECK(owner.entries.size() == 100);
}

}  // namespace
}  // namespace podium
