// An owner of a DurableStore for tests: keeps what it is told, checks the order of the telling, and runs
// the executor until an answer is there.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/durable_store.h"
#include "runtime/real/real_executor.h"
#include "tests/support/catch.h"

namespace podium {

// A transaction of one key: checked against `modified`, then written, or deleted if there is no value.
inline DurableTransaction write_of(std::string key, std::optional<std::string> value, Revision modified,
                                   Duration lifetime = Duration{0}) {
  DurableTransaction transaction;
  transaction.checks.push_back({key, modified});
  transaction.writes.push_back({std::move(key), std::move(value), lifetime});
  return transaction;
}

class DurableOwner {
 public:
  using Kind = DurableOutcome::Kind;
  using State = std::map<std::string, std::string>;

  explicit DurableOwner(RealExecutor& executor) : executor_(executor) {}

  // Takes the store and waits for its first state.
  void start(std::unique_ptr<DurableStore> store) {
    store_ = std::move(store);
    store_->start({[this](DurableSnapshot snapshot) { take(std::move(snapshot)); },
                   [this](std::vector<DurableChange> changes) {
                     for (DurableChange& change : changes) take(std::move(change));
                   },
                   [this](DurableState state, const std::string& why) { states.emplace_back(state, why); }});
    REQUIRE(
        run_until([this] { return !states.empty() && states.back().first != DurableState::kUnreachable; }));
  }
  void close() { store_.reset(); }
  DurableStore& store() { return *store_; }

  // False if it does not come true in time.
  bool run_until(const std::function<bool()>& true_at_last, Duration most = 30s) {
    const TimePoint end = executor_.wall_now() + most;
    bool met = false;
    std::function<void()> look = [&] {
      met = true_at_last();
      if (met || executor_.now() > end) return executor_.stop();
      executor_.run_after(1ms, [&look] { look(); });
    };
    executor_.post([&look] { look(); });
    executor_.run();
    return met;
  }

  DurableOutcome commit(DurableTransaction transaction) {
    std::optional<DurableOutcome> outcome;
    store_->commit(std::move(transaction), [&](DurableOutcome reply) { outcome = std::move(reply); });
    REQUIRE(run_until([&] { return outcome.has_value(); }));
    return *outcome;
  }
  // Writes over whatever is there, and returns the revision.
  Revision put(const std::string& key, const std::string& value, Duration lifetime = Duration{0}) {
    const DurableOutcome outcome = commit(write_of(key, value, modified(key), lifetime));
    REQUIRE(outcome.kind == Kind::kCommitted);
    return outcome.revision;
  }
  Revision remove(const std::string& key) {
    const DurableOutcome outcome = commit(write_of(key, std::nullopt, modified(key)));
    REQUIRE(outcome.kind == Kind::kCommitted);
    return outcome.revision;
  }
  void compact(Revision revision) {
    std::optional<Status> status;
    store_->compact(revision, [&](Status reply) { status = std::move(reply); });
    REQUIRE(run_until([&] { return status.has_value(); }));
    REQUIRE(status->ok());
  }

  Revision modified(const std::string& key) const {
    const auto found = entries.find(key);
    return found == entries.end() ? 0 : found->second.modified;
  }
  State values() const {
    State values;
    for (const auto& [key, entry] : entries) values[key] = entry.value;
    return values;
  }

  std::map<std::string, DurableEntry> entries;
  Revision revision = 0;
  std::vector<DurableChange> told;
  int snapshots = 0;
  std::vector<std::pair<DurableState, std::string>> states;

 private:
  void take(DurableSnapshot snapshot) {
    ++snapshots;
    CHECK(snapshot.revision >= revision);
    revision = snapshot.revision;
    entries.clear();
    for (DurableEntry& entry : snapshot.entries) {
      CHECK(entry.created > 0);
      CHECK(entry.created <= entry.modified);
      CHECK(entry.modified <= revision);
      if (!entries.empty()) CHECK(entries.rbegin()->first < entry.key);
      std::string key = entry.key;
      entries.emplace(std::move(key), std::move(entry));
    }
  }

  void take(DurableChange change) {
    CHECK(change.revision >= revision);
    revision = change.revision;
    told.push_back(change);
    const auto found = entries.find(change.key);
    if (!change.value) {
      CHECK(found != entries.end());
      CHECK(change.created == 0);
      entries.erase(change.key);
      return;
    }
    CHECK(change.created == (found == entries.end() ? change.revision : found->second.created));
    entries[change.key] = {change.key, std::move(*change.value), change.created, change.revision};
  }

  RealExecutor& executor_;
  std::unique_ptr<DurableStore> store_;
};

}  // namespace podium
