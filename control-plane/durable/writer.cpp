#include "control-plane/durable/writer.h"

#include <utility>

#include "control-plane/durable/record.h"

namespace podium {

void DurableObjects::start(std::function<void(DurableState, const std::string& why)> on_state) {
  store_.start({[this](DurableSnapshot snapshot) {
                  if (following_) follower_.take(snapshot);
                },
                [this](std::vector<DurableChange> changes) {
                  if (following_) follower_.take(changes);
                },
                std::move(on_state)});
}

void DurableObjects::put(Ref<Object> object, Revision before, Duration lifetime, Reply reply) {
  commit_one({std::move(object), false, before, lifetime}, std::move(reply));
}

void DurableObjects::remove(Ref<Object> last, Revision before, Reply reply) {
  commit_one({std::move(last), true, before, Duration{0}}, std::move(reply));
}

void DurableObjects::commit_one(ObjectWrite write, Reply reply) {
  ObjectRef object = write.object;
  std::vector<ObjectWrite> writes;
  writes.push_back(std::move(write));
  commit(std::move(writes), {},
         [object = std::move(object), reply = std::move(reply)](const DurableOutcome& outcome) {
           const bool committed = outcome.kind == DurableOutcome::Kind::kCommitted;
           reply({outcome.kind, committed ? object : nullptr, outcome.why});
         });
}

void DurableObjects::commit(std::vector<ObjectWrite> writes, const std::vector<Claim>& claims,
                            std::function<void(const DurableOutcome&)> reply) {
  DurableTransaction transaction;
  std::vector<Follower::Expectation> expected;
  for (ObjectWrite& write : writes) {
    write.object->metadata.resource_version = 0;
    std::string key = record_key(write.object->kind(), key_of(*write.object));
    std::optional<std::string> bytes;
    if (!write.deleted) bytes = record_of(*write.object);
    transaction.checks.push_back({key, write.before});
    transaction.writes.push_back({key, bytes, write.lifetime});
    expected.push_back(follower_.expect(std::move(key), std::move(bytes), std::move(write.object)));
  }
  for (const Claim& claim : claims) {
    const std::string key = claim_key(claim.what);
    const Revision last = follower_.claimed(key);
    if (claim.given_up && last == 0) continue;  // taken where there were no claims, in an exclusive store
    transaction.checks.push_back({key, last});
    transaction.writes.push_back({key, claim.given_up ? std::nullopt : std::optional<std::string>("taken")});
  }
  store_.commit(std::move(transaction), [this, expected = std::move(expected),
                                         reply = std::move(reply)](const DurableOutcome& outcome) {
    for (const Follower::Expectation expectation : expected) {
      // What a snapshot told together with somebody's later change was not recognized: it did happen.
      if (outcome.kind == DurableOutcome::Kind::kCommitted && expectation->object)
        expectation->object->metadata.resource_version = outcome.revision;
      follower_.forget(expectation);
    }
    reply(outcome);
  });
}

}  // namespace podium
