#include "control-plane/store/history.h"

#include <algorithm>

namespace podium {

void History::add(StoreChange change, std::size_t keep) {
  changes_.push_back(std::move(change));
  while (changes_.size() > keep) forget_oldest();
}

void History::compact(std::uint64_t revision) {
  while (!changes_.empty() && changes_.front().revision <= revision) forget_oldest();
  forgotten_ = std::max(forgotten_, revision);
}

void History::forget_oldest() {
  forgotten_ = changes_.front().revision;
  changes_.pop_front();
}

History::Changes::const_iterator History::after(std::uint64_t revision) const {
  return std::upper_bound(changes_.begin(), changes_.end(), revision,
                          [](std::uint64_t r, const StoreChange& change) { return r < change.revision; });
}

std::map<Key, ObjectRef> History::overlay(std::uint64_t revision) const {
  std::map<Key, ObjectRef> then;
  for (auto at = after(revision); at != end(); ++at) then.try_emplace(key_of(*at->object), at->previous);
  return then;
}

}  // namespace podium
