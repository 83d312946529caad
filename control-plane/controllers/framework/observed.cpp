#include "control-plane/controllers/framework/observed.h"

#include <algorithm>

namespace podium::controllers {

void Observed::apply(const Object* before, const Object* after) {
  const Object& object = after != nullptr ? *after : *before;
  Kind& kind = kinds_[object.kind().index];
  std::vector<Waiter> told;
  if (after != nullptr) {
    kind.watermark = std::max(kind.watermark, after->metadata.resource_version);
    const auto end = kind.writes.upper_bound(kind.watermark);
    for (auto at = kind.writes.begin(); at != end; ++at) told.push_back(at->second);
    kind.writes.erase(kind.writes.begin(), end);
  }
  if (!kind.deletions.empty() && (after == nullptr || after->metadata.deleting())) {
    const auto [begin, end] = kind.deletions.equal_range(key_of(object));
    for (auto at = begin; at != end; ++at) told.push_back(at->second);
    kind.deletions.erase(begin, end);
  }
  for (const Waiter& waiter : told) waiter.who->seen(waiter.root);
}

bool Observed::shows_write(const Object& written, Awaiting& who, const Key& root) {
  Kind& kind = kinds_[written.kind().index];
  const std::uint64_t revision = written.metadata.resource_version;
  if (revision <= kind.watermark) return true;
  kind.writes.emplace(revision, Waiter{&who, root});
  return false;
}

bool Observed::shows_deletion(const KindInfo& kind, const Key& key, const Text& uid, const Object* present,
                              Awaiting& who, const Key& root) {
  if (present == nullptr || !(present->metadata.uid == uid) || present->metadata.deleting()) return true;
  kinds_[kind.index].deletions.emplace(key, Waiter{&who, root});
  return false;
}

void Observed::forget(Awaiting& who, const Key& root) {
  const auto is_it = [&](const auto& entry) { return entry.second.who == &who && entry.second.root == root; };
  for (auto& [index, kind] : kinds_) {
    std::erase_if(kind.writes, is_it);
    std::erase_if(kind.deletions, is_it);
  }
}

}  // namespace podium::controllers
