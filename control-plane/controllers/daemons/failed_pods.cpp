#include "control-plane/controllers/daemons/failed_pods.h"

#include <algorithm>

#include "control-plane/controllers/daemons/fitness.h"

namespace podium::controllers {

void FailedPods::pod_changed(const Pod* before, const Pod* after, TimePoint now) {
  if (before == nullptr || !(before->status.value().phase == "Failed")) return;
  if (before->metadata.deleting() || (after != nullptr && !after->metadata.deleting())) return;
  const OwnerReference* owner = before->metadata.controller();
  if (owner == nullptr || !(owner->kind == "DaemonSet")) return;
  const auto [at, is_new] =
      entries_.try_emplace({owner->uid, node_meant(*before)}, Entry{backoff_.initial, now});
  if (is_new) return;
  Entry& entry = at->second;
  const bool long_ago = now - entry.last > 2 * backoff_.max;
  entry = {long_ago ? backoff_.initial : std::min(2 * entry.delay, backoff_.max), now};
}

void FailedPods::forget(const Text& set_uid) {
  const auto first = entries_.lower_bound({set_uid, Text()});
  auto last = first;
  while (last != entries_.end() && last->first.first == set_uid) ++last;
  entries_.erase(first, last);
}

TimePoint FailedPods::kept_until(const Text& set_uid, const Text& node) const {
  const auto found = entries_.find({set_uid, node});
  return found == entries_.end() ? TimePoint{} : found->second.last + found->second.delay;
}

}  // namespace podium::controllers
