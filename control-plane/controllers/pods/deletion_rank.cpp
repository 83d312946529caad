#include "control-plane/controllers/pods/deletion_rank.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <unordered_map>

#include "control-plane/controllers/pods/pod_state.h"

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
  const Text* text = pod.metadata.annotations.find("controller.kubernetes.io/pod-deletion-cost");
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

Candidate candidate(Ref<const Pod> pod, const std::unordered_map<Text, int>& crowds) {
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

}  // namespace

std::vector<Ref<const Pod>> first_to_delete(std::vector<Ref<const Pod>> pods,
                                            const std::vector<Ref<const Pod>>& related, std::size_t count,
                                            TimePoint now) {
  if (count >= pods.size()) return pods;
  std::unordered_map<Text, int> crowds;  // looked up only
  for (const Ref<const Pod>& pod : related) ++crowds[pod->spec.value().node_name];
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
