#include "runtime/sqlite/expiries.h"

namespace podium::sqlite {

void Expiries::note(const TimedChange& timed) {
  const DurableChange& change = timed.change;
  if (timed.expires == TimePoint{}) {
    keys_.erase(change.key);
    return;
  }
  keys_[change.key] = {timed.expires, change.revision};
  queue_[{timed.expires, change.revision}].push_back(change.key);
}

TimePoint Expiries::next() const { return queue_.empty() ? kForever : queue_.begin()->first.first; }

std::vector<DurableTransaction::Check> Expiries::take(TimePoint now) {
  std::vector<DurableTransaction::Check> lapsed;
  while (next() <= now) {
    const auto& [at, names] = *queue_.begin();
    for (const std::string& key : names) {
      const auto found = keys_.find(key);
      if (found == keys_.end() || found->second != at) continue;
      lapsed.push_back({key, at.second});
      keys_.erase(found);
    }
    queue_.erase(queue_.begin());
  }
  return lapsed;
}

}  // namespace podium::sqlite
