#include "control-plane/controllers/daemons/roster.h"

#include <algorithm>
#include <tuple>

#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

bool goes_before(const Ref<const Pod>& a, const Ref<const Pod>& b) {
  const bool a_waits = a->spec.value().node_name.empty(), b_waits = b->spec.value().node_name.empty();
  return std::tie(a_waits, a->metadata.creation_timestamp, a->metadata.name) <
         std::tie(b_waits, b->metadata.creation_timestamp, b->metadata.name);
}

}  // namespace

bool Roster::available(const Pod& pod) const { return is_available(pod, min_ready(), now); }

bool Roster::updated(const Pod& pod) const {
  const Text* own = pod.metadata.labels.find(kRevisionHash);
  return own != nullptr && *own == hash;
}

int Roster::desired() const {
  return static_cast<int>(
      std::count_if(posts.begin(), posts.end(), [](const auto& entry) { return entry.second.fit.runs; }));
}

Roster roster_of(const Snapshot& snapshot, const Ref<const DaemonSet>& set, std::string hash, TimePoint now) {
  Roster roster{set, std::move(hash), now, {}};
  snapshot.each<Node>([&](const Ref<const Node>& node) {
    roster.posts.emplace(node->metadata.name, Post{true, fitness(*set, *node), {}});
  });
  for (Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByController, set->metadata.uid)) {
    if (is_terminal(*pod) && pod->metadata.deleting()) continue;
    const Text node = node_meant(*pod);
    if (!node.empty()) roster.posts[node].pods.push_back(std::move(pod));
  }
  for (auto& [node, post] : roster.posts) std::sort(post.pods.begin(), post.pods.end(), &goes_before);
  return roster;
}

DaemonSetStatus status_of(const Roster& roster) {
  DaemonSetStatus status = roster.set->status.value();
  status.desired_number_scheduled = roster.desired();
  status.current_number_scheduled = status.number_misscheduled = status.number_ready = 0;
  status.number_available = status.updated_number_scheduled = 0;
  for (const auto& [node, post] : roster.posts) {
    if (!post.exists || post.pods.empty()) continue;
    if (!post.fit.runs) {
      ++status.number_misscheduled;
      continue;
    }
    const Pod& pod = *post.pods.front();
    ++status.current_number_scheduled;
    status.number_ready += is_ready(pod) ? 1 : 0;
    status.number_available += roster.available(pod) ? 1 : 0;
    status.updated_number_scheduled += roster.updated(pod) ? 1 : 0;
  }
  status.number_unavailable = status.desired_number_scheduled - status.number_available;
  status.observed_generation = roster.set->metadata.generation;
  return status;
}

}  // namespace podium::controllers
