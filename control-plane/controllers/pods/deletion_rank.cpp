#include "control-plane/controllers/pods/deletion_rank.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/pods/tally.h"

namespace podium::controllers {

namespace {

struct Candidate {
  Ref<const Pod> pod;
  bool assigned = false, ready = false;
  int phase = 0;  // Pending 0, Unknown 1, Running 2
  std::int32_t cost = 0;
  int crowd = 0;  // related pods on its node
  TimePoint ready_since{};
  std::int32_t restarts = 0, init_restarts = 0;
};

int phase_rank(const Text& phase) { return phase == "Running" ? 2 : phase == "Unknown" ? 1 : 0; }

std::int32_t deletion_cost(const Pod& pod) {
  const Text* text = pod.metadata.annotations.find(kDeletionCost);
  if (text == nullptr) return 0;
  std::int32_t cost = 0;
  const std::string_view view = text->view();
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), cost);
  return error == std::errc() && end == view.data() + view.size() ? cost : 0;
}

std::int32_t most_restarts(const List<ContainerStatus>& statuses) {
  std::int32_t most = 0;
  for (const ContainerStatus& status : statuses) most = std::max(most, status.restart_count);
  return most;
}

// floor(log2(age)); -1 for what is not older than now.
int age_class(TimePoint since, TimePoint now) {
  const std::int64_t age = (now - since).count();
  return age <= 0 ? -1 : std::bit_width(static_cast<std::uint64_t>(age)) - 1;
}

// Younger first, on the logarithmic scale; among equals of that scale the smaller uid.
bool younger(const Candidate& a, const Candidate& b, TimePoint a_since, TimePoint b_since, TimePoint now) {
  const int a_class = age_class(a_since, now), b_class = age_class(b_since, now);
  if (a_class != b_class) return a_class < b_class;
  return a.pod->metadata.uid < b.pod->metadata.uid;
}

bool goes_first(const Candidate& a, const Candidate& b, TimePoint now) {
  if (a.assigned != b.assigned) return !a.assigned;
  if (a.phase != b.phase) return a.phase < b.phase;
  if (a.ready != b.ready) return !a.ready;
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.crowd != b.crowd) return a.crowd > b.crowd;
  if (a.ready && a.ready_since != b.ready_since) return younger(a, b, a.ready_since, b.ready_since, now);
  if (a.restarts != b.restarts) return a.restarts > b.restarts;
  if (a.init_restarts != b.init_restarts) return a.init_restarts > b.init_restarts;
  const TimePoint a_born = a.pod->metadata.creation_timestamp, b_born = b.pod->metadata.creation_timestamp;
  return a_born != b_born && younger(a, b, a_born, b_born, now);
}

Candidate candidate(Ref<const Pod> pod, const Crowds& crowds) {
  Candidate c;
  const PodStatus& status = pod->status.value();
  const Text& node = pod->spec.value().node_name;
  c.assigned = !node.empty();
  c.phase = phase_rank(status.phase);
  c.ready_since = ready_since(*pod);
  c.ready = c.ready_since != TimePoint{};
  c.cost = deletion_cost(*pod);
  const auto crowd = crowds.find(node);
  c.crowd = c.assigned && crowd != crowds.end() ? crowd->second : 0;
  c.restarts = most_restarts(status.container_statuses);
  c.init_restarts = most_restarts(status.init_container_statuses);
  c.pod = std::move(pod);
  return c;
}

// Pods of `owner` that have nothing against them but their neighbours, from the most crowded nodes
// down, until there are `needed` or no more. Nodes that are equally crowded come together.
void add_from_crowded(const Snapshot& snapshot, const Text& owner, const Crowds& crowds, std::size_t needed,
                      std::vector<Ref<const Pod>>& pods) {
  const PodTally& tally = snapshot.tallies().of(owner);
  const auto crowd_of = [&crowds](const Text& node) {
    const auto found = crowds.find(node);
    return found == crowds.end() ? 0 : found->second;
  };
  const std::size_t enough = pods.size() + needed;
  int limit = std::numeric_limits<int>::max();
  while (pods.size() < enough) {
    int highest = -1;
    for (const auto& [node, own] : tally.by_node) {
      const int crowd = crowd_of(node);
      if (crowd < limit) highest = std::max(highest, crowd);
    }
    if (highest < 0) return;
    for (const auto& [node, own] : tally.by_node) {
      if (crowd_of(node) != highest) continue;
      for (Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, node)) {
        const bool ours = is_active(*pod) && controller_uid(*pod) == owner;
        if (ours && tally.troubled.count(key_of(*pod)) == 0) pods.push_back(std::move(pod));
      }
    }
    limit = highest;
  }
}

std::vector<Ref<const Pod>> all_active(const Snapshot& snapshot, const Text& owner) {
  std::vector<Ref<const Pod>> pods = snapshot.indexed<Pod>(kPodsByController, owner);
  std::erase_if(pods, [](const Ref<const Pod>& pod) { return !is_active(*pod); });
  return pods;
}

}  // namespace

std::vector<Ref<const Pod>> choose_to_delete(const Snapshot& snapshot, const Text& owner,
                                             const std::vector<Text>& related, std::size_t count,
                                             TimePoint now) {
  const PodTally& tally = snapshot.tallies().of(owner);
  if (count >= static_cast<std::size_t>(tally.active)) return all_active(snapshot, owner);
  Crowds crowds;
  for (const Text& uid : related) {
    for (const auto& [node, active] : snapshot.tallies().of(uid).by_node) crowds[node] += active;
  }
  if (tally.priced > 0) return first_to_delete(all_active(snapshot, owner), crowds, count, now);
  // Without prices, whoever is in trouble goes before all others, and these are ranked by crowd first.
  std::vector<Ref<const Pod>> pods;
  for (const Key& key : tally.troubled) pods.push_back(snapshot.find<Pod>(key));
  if (pods.size() < count) add_from_crowded(snapshot, owner, crowds, count - pods.size(), pods);
  return first_to_delete(std::move(pods), crowds, count, now);
}

std::vector<Ref<const Pod>> first_to_delete(std::vector<Ref<const Pod>> pods, const Crowds& crowds,
                                            std::size_t count, TimePoint now) {
  count = std::min(count, pods.size());
  std::vector<Candidate> candidates;
  candidates.reserve(pods.size());
  for (Ref<const Pod>& pod : pods) candidates.push_back(candidate(std::move(pod), crowds));
  // Kubernetes' rules are not quite transitive (rule 6 breaks ties by uid, rule 7 does not), so the
  // sort must be one that survives an inconsistent order: a heap does.
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                    candidates.end(),
                    [now](const Candidate& a, const Candidate& b) { return goes_first(a, b, now); });
  std::vector<Ref<const Pod>> first;
  for (std::size_t i = 0; i < count; ++i) first.push_back(std::move(candidates[i].pod));
  return first;
}

}  // namespace podium::controllers
