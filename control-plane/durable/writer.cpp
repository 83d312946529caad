#include "control-plane/durable/writer.h"

#include <utility>

#include "control-plane/durable/record.h"

namespace podium {

void DurableObjects::start(std::function<void(DurableState, const std::string& why)> on_state) {
  store_.start({[this](DurableSnapshot snapshot) { follower_.take(snapshot); },
                [this](std::vector<DurableChange> changes) { follower_.take(changes); },
                std::move(on_state)});
}

void DurableObjects::put(Ref<Object> object, Revision before, Duration lifetime, Reply reply) {
  object->metadata.resource_version = 0;
  std::string bytes = record_of(*object);
  commit(std::move(bytes), std::move(object), before, lifetime, std::move(reply));
}

void DurableObjects::remove(Ref<Object> last, Revision before, Reply reply) {
  commit(std::nullopt, std::move(last), before, Duration{0}, std::move(reply));
}

void DurableObjects::commit(std::optional<std::string> bytes, Ref<Object> object, Revision before,
                            Duration lifetime, Reply reply) {
  std::string key = record_key(object->kind(), key_of(*object));
  DurableTransaction transaction;
  transaction.checks.push_back({key, before});
  transaction.writes.push_back({key, bytes, lifetime});
  const Follower::Expectation expectation =
      follower_.expect(std::move(key), std::move(bytes), std::move(object));
  store_.commit(std::move(transaction),
                [this, expectation, reply = std::move(reply)](const DurableOutcome& outcome) {
                  WrittenObject written{outcome.kind, expectation->published, outcome.why};
                  if (outcome.kind != DurableOutcome::Kind::kCommitted) written.object = nullptr;
                  follower_.forget(expectation);
                  reply(std::move(written));
                });
}

}  // namespace podium
