#include "control-plane/controllers/pods/tally.h"

#include <algorithm>

#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

// Nothing that is counted differs.
bool counts_alike(const Pod& a, const Pod& b) {
  return a.metadata.owner_references == b.metadata.owner_references &&
         a.metadata.labels == b.metadata.labels && is_terminal(a) == is_terminal(b) &&
         a.metadata.deleting() == b.metadata.deleting() && ready_since(a) == ready_since(b) &&
         a.spec.value().node_name == b.spec.value().node_name &&
         a.status.value().phase == b.status.value().phase &&
         a.metadata.annotations.contains(kDeletionCost) == b.metadata.annotations.contains(kDeletionCost);
}

void bump(std::map<Text, int>& counts, const Text& key, int sign) {
  const auto at = counts.try_emplace(key, 0).first;
  if ((at->second += sign) == 0) counts.erase(at);
}

}  // namespace

int PodTally::available(Duration min_ready, TimePoint now) const {
  int waiting = 0;
  for (auto at = ready_since.rbegin(); at != ready_since.rend() && at->first + min_ready > now; ++at) {
    waiting += at->second;
  }
  return min_ready == Duration{0} ? ready : ready - waiting;
}

TimePoint PodTally::next_available(Duration min_ready, TimePoint now) const {
  if (min_ready == Duration{0}) return kForever;
  const auto waiting = ready_since.upper_bound(now - min_ready);
  return waiting == ready_since.end() ? kForever : waiting->first + min_ready;
}

void PodTally::add(const Pod& pod, int sign) {
  if (is_terminal(pod)) {
    if (!pod.metadata.deleting()) ended += sign;
    return;
  }
  live += sign;
  if (pod.metadata.deleting()) return;
  active += sign;
  const TimePoint since = controllers::ready_since(pod);
  const bool is_ready = since != TimePoint{};
  auto group = std::find_if(groups.begin(), groups.end(),
                            [&pod](const Group& g) { return g.labels == pod.metadata.labels; });
  if (group == groups.end()) group = groups.insert(groups.end(), Group{pod.metadata.labels});
  group->active += sign;
  if (is_ready) {
    ready += sign;
    group->ready += sign;
    const auto at = ready_since.try_emplace(since, 0).first;
    if ((at->second += sign) == 0) ready_since.erase(at);
  }
  if (group->active == 0) groups.erase(group);
  const Text& node = pod.spec.value().node_name;
  if (!node.empty()) bump(by_node, node, sign);
  if (node.empty() || !is_ready || !(pod.status.value().phase == "Running")) {
    if (sign > 0)
      troubled.insert(key_of(pod));
    else
      troubled.erase(key_of(pod));
  }
  if (pod.metadata.annotations.contains(kDeletionCost)) priced += sign;
}

void PodTallies::apply(const Pod* before, const Pod* after) {
  if (before != nullptr && after != nullptr && counts_alike(*before, *after)) return;
  if (before != nullptr) count(*before, -1);
  if (after != nullptr) count(*after, 1);
}

void PodTallies::count(const Pod& pod, int sign) {
  const OwnerReference* owner = pod.metadata.controller();
  if (owner == nullptr) return;
  const auto at = by_owner_.try_emplace(owner->uid).first;
  at->second.add(pod, sign);
  if (at->second.empty()) by_owner_.erase(at);
}

const PodTally& PodTallies::of(const Text& uid) const {
  const auto found = by_owner_.find(uid);
  return found == by_owner_.end() ? none_ : found->second;
}

}  // namespace podium::controllers
