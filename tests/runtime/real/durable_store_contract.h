// What runtime/env/durable_store.h promises, for any store that can be opened several times in turn.
#pragma once

#include "tests/runtime/real/durable_owner.h"

namespace podium {

using OpenDurableStore = std::function<std::unique_ptr<DurableStore>(RealExecutor&)>;

// "By then the change has been told: whoever got an answer finds his write when he reads."
inline void check_tells_before_it_replies(const OpenDurableStore& open) {
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(open(executor));
  std::vector<Revision> found;
  for (int i = 0; i < 20; ++i) {
    const std::string key = "key-" + std::to_string(i);
    owner.store().commit(write_of(key, "value", 0), [&owner, &found, key](DurableOutcome outcome) {
      CHECK(outcome.kind == DurableOutcome::Kind::kCommitted);
      CHECK(owner.modified(key) == outcome.revision);
      found.push_back(outcome.revision);
    });
  }
  CHECK(found.empty());  // "never from inside a call"
  REQUIRE(owner.run_until([&] { return found.size() == 20; }));
  CHECK(owner.entries.size() == 20);
}

// "A check did not hold; nothing was written."
inline void check_compares_and_writes(const OpenDurableStore& open) {
  using Kind = DurableOutcome::Kind;
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(open(executor));
  const Revision first = owner.put("a", "1");
  CHECK(owner.commit(write_of("a", "2", 0)).kind == Kind::kConflict);
  CHECK(owner.commit(write_of("b", "2", first)).kind == Kind::kConflict);
  CHECK(owner.commit(write_of("a", std::nullopt, first + 1000)).kind == Kind::kConflict);
  DurableTransaction two = write_of("a", "2", first);
  two.checks.push_back({"b", first});
  two.writes.push_back({"b", "2"});
  CHECK(owner.commit(two).kind == Kind::kConflict);
  CHECK(owner.values() == DurableOwner::State{{"a", "1"}});
  two.checks[1].modified = 0;
  const DurableOutcome both = owner.commit(two);
  REQUIRE(both.kind == Kind::kCommitted);
  CHECK(owner.modified("a") == both.revision);
  CHECK(owner.modified("b") == both.revision);
}

// "When the key came to be, or came back."
inline void check_remembers_creation(const OpenDurableStore& open) {
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(open(executor));
  const std::string odd("\0\xff '\"", 5);
  const Revision created = owner.put(odd, odd);
  owner.put(odd, "");
  CHECK(owner.entries.at(odd).created == created);
  CHECK(owner.entries.at(odd).value.empty());
  owner.remove(odd);
  CHECK(owner.entries.empty());
  const Revision again = owner.put(odd, "back");
  CHECK(owner.entries.at(odd).created == again);
}

// "A store tells its owner everything that it holds."
inline void check_tells_what_it_holds(const OpenDurableStore& open) {
  RealExecutor executor;
  std::map<std::string, DurableEntry> before;
  Revision revision = 0;
  {
    DurableOwner owner(executor);
    owner.start(open(executor));
    for (int i = 0; i < 30; ++i)
      owner.put("key-" + std::to_string(i % 7), std::string(static_cast<std::size_t>(i) * 100, 'x'));
    owner.remove("key-3");
    owner.compact(owner.revision - 5);
    owner.put("key-4", "last");
    owner.remove("key-5");
    before = owner.entries;
    revision = owner.revision;
  }
  DurableOwner owner(executor);
  owner.start(open(executor));
  REQUIRE(owner.entries.size() == before.size());
  CHECK(owner.revision >= revision);
  for (const auto& [key, entry] : before) {
    CHECK(owner.entries.at(key).value == entry.value);
    CHECK(owner.entries.at(key).created == entry.created);
    CHECK(owner.entries.at(key).modified == entry.modified);
  }
  CHECK(owner.put("key-3", "again") > revision);
}

// Eight owners' worth of increments of one number: none is lost, none is counted twice.
inline void check_increments_add_up(const OpenDurableStore& open) {
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(open(executor));
  owner.put("number", "0");
  int done = 0, conflicts = 0;
  std::function<void(int)> increment = [&](int left) {
    if (left == 0) {
      ++done;
      return;
    }
    const DurableEntry& entry = owner.entries.at("number");
    owner.store().commit(write_of("number", std::to_string(std::stoi(entry.value) + 1), entry.modified),
                         [&, left](DurableOutcome outcome) {
                           const bool committed = outcome.kind == DurableOutcome::Kind::kCommitted;
                           if (!committed) CHECK(outcome.kind == DurableOutcome::Kind::kConflict);
                           conflicts += committed ? 0 : 1;
                           increment(committed ? left - 1 : left);
                         });
  };
  for (int i = 0; i < 8; ++i) increment(10);
  REQUIRE(owner.run_until([&] { return done == 8; }));
  CHECK(owner.values() == DurableOwner::State{{"number", "80"}});
  CHECK(conflicts > 0);
}

}  // namespace podium
