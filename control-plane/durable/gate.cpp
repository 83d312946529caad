#include "control-plane/durable/gate.h"

#include <cassert>
#include <utility>

#include "control-plane/durable/record.h"

namespace podium {

DurableGate::DurableGate(Store& store, DurableStore& durable,
                         std::function<void(const std::string& why)> lost)
    : store_(store), disk_(durable), lost_(std::move(lost)), durable_(store.revision()) {
  assert(durable.exclusive());
  store.on_write([this](const StoreChange& change) { take(change); });
}

DurableGate::~DurableGate() { store_.on_write(nullptr); }

void DurableGate::when_durable(Task task) {
  if (open()) return task();
  waiting_.push_back({store_.revision(), std::move(task)});
}

// The check can only fail if somebody else writes to that file: then the numbers do not fit any more.
void DurableGate::take(const StoreChange& change) {
  if (failed_) return;
  DurableTransaction transaction;
  const std::string key = record_key(change.object->kind(), key_of(*change.object));
  transaction.checks.push_back({key, change.previous ? change.previous->metadata.resource_version : 0});
  std::optional<std::string> bytes;
  if (change.type != ChangeType::kDeleted) {
    const Ref<Object> bare = change.object->kind().clone(*change.object);
    bare->metadata.resource_version = 0;
    bytes = record_of(*bare);
  }
  transaction.writes.push_back({key, std::move(bytes)});
  disk_.commit(std::move(transaction),
               [gate = std::weak_ptr(self_), revision = change.revision](const DurableOutcome& outcome) {
                 if (const auto self = gate.lock()) (*self)->take(revision, outcome);
               });
}

void DurableGate::take(std::uint64_t revision, const DurableOutcome& outcome) {
  if (failed_) return;
  if (outcome.kind != DurableOutcome::Kind::kCommitted) {
    const bool conflict = outcome.kind == DurableOutcome::Kind::kConflict;
    return fail(conflict ? "somebody else has written to the durable store" : outcome.why);
  }
  if (outcome.revision != revision) {
    return fail("the write of revision " + std::to_string(revision) + " became revision " +
                std::to_string(outcome.revision) + " of the durable store");
  }
  durable_ = revision;
  while (!waiting_.empty() && waiting_.front().revision <= durable_) {
    Task task = std::move(waiting_.front().task);
    waiting_.pop_front();
    task();
  }
}

void DurableGate::fail(const std::string& why) {
  failed_ = true;
  lost_(why);
}

}  // namespace podium
