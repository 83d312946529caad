#include "control-plane/durable/follower.h"

#include <algorithm>
#include <set>

#include "control-plane/durable/record.h"

namespace podium {

Follower::Expectation Follower::expect(std::string key, std::optional<std::string> bytes,
                                       Ref<Object> object) {
  expected_.push_back({std::move(key), std::move(bytes), std::move(object), nullptr});
  const Expectation added = std::prev(expected_.end());
  by_key_.emplace(added->key, added);
  return added;
}

void Follower::forget(Expectation expectation) {
  const auto [first, last] = by_key_.equal_range(expectation->key);
  by_key_.erase(std::find_if(first, last, [&](const auto& at) { return at.second == expectation; }));
  expected_.erase(expectation);
}

Follower::Expected* Follower::expected(const DurableChange& change) {
  const auto [first, last] = by_key_.equal_range(change.key);
  for (auto at = first; at != last; ++at) {
    Expected& expected = *at->second;
    if (!expected.published && expected.bytes == change.value) return &expected;
  }
  return nullptr;
}

void Follower::add(Ref<Object> object) {
  const std::uint64_t revision = object->metadata.resource_version;
  ObjectRef previous = objects_.get(object->kind(), key_of(*object));
  const ChangeType type = previous ? ChangeType::kModified : ChangeType::kAdded;
  objects_.apply({type, std::move(object), std::move(previous), revision});
}

void Follower::remove(Ref<Object> last) {
  const std::uint64_t revision = last->metadata.resource_version;
  ObjectRef previous = objects_.get(last->kind(), key_of(*last));
  if (previous) objects_.apply({ChangeType::kDeleted, std::move(last), std::move(previous), revision});
}

Revision Follower::claimed(const std::string& key) const {
  const auto found = claims_.find(key);
  return found == claims_.end() ? 0 : found->second;
}

void Follower::take(const DurableChange& change) {
  if (is_claim(change.key)) {
    claims_.erase(change.key);
    if (change.value) claims_[change.key] = change.revision;
    return;
  }
  if (Expected* const ours = expected(change)) {
    ours->object->metadata.resource_version = change.revision;
    ours->published = ours->object;
    return change.value ? add(std::move(ours->object)) : remove(std::move(ours->object));
  }
  if (change.value) {
    ReadRecord read = read_record(change.key, *change.value, change.revision, find_);
    return read.object ? add(std::move(read.object)) : unreadable_(read.error);
  }
  const std::optional<RecordName> name = parse_record_key(change.key, find_);
  const ObjectRef present = name ? objects_.get(*name->kind, name->key) : nullptr;
  if (!present) return;
  Ref<Object> last = present->kind().clone(*present);
  last->metadata.resource_version = change.revision;
  remove(std::move(last));
}

void Follower::take(const std::vector<DurableChange>& changes) {
  for (const DurableChange& change : changes) take(change);
  if (!changes.empty()) objects_.reach(changes.back().revision);
}

// In the order of revisions, so that what follows is told them as it would have been; but what defines
// kinds first, whenever it was last changed.
void Follower::take(const DurableSnapshot& snapshot) {
  std::set<std::string_view> there;
  claims_.clear();
  std::vector<DurableChange> changes;
  for (const DurableEntry& entry : snapshot.entries) {
    there.insert(entry.key);
    if (is_claim(entry.key)) {
      claims_[entry.key] = entry.modified;
      continue;
    }
    const std::optional<RecordName> name = parse_record_key(entry.key, find_);
    const ObjectRef present = name ? objects_.get(*name->kind, name->key) : nullptr;
    if (present && present->metadata.resource_version == entry.modified) continue;
    changes.push_back({entry.key, entry.value, entry.created, entry.modified});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const DurableChange& a, const DurableChange& b) { return a.revision < b.revision; });
  std::stable_partition(changes.begin(), changes.end(),
                        [](const DurableChange& change) { return defines_kinds(change.key); });
  objects_.each([&](const ObjectRef& object) {
    std::string key = record_key(object->kind(), key_of(*object));
    if (!there.contains(key)) changes.push_back({std::move(key), std::nullopt, 0, snapshot.revision});
  });
  for (const DurableChange& change : changes) take(change);
  objects_.reach(snapshot.revision);
  objects_.forget_before(snapshot.revision);
}

}  // namespace podium
