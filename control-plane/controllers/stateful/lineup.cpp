#include "control-plane/controllers/stateful/lineup.h"

#include <algorithm>

#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

void count(const Lineup& lineup, const Pod& pod, StatefulSetStatus& status) {
  ++status.replicas;
  if (runs_ready(pod)) {
    ++status.ready_replicas;
    if (is_available(pod, lineup.min_ready(), lineup.now)) ++status.available_replicas;
  }
  if (pod.metadata.deleting()) return;
  const Text& revision = revision_label(pod);
  if (revision == status.current_revision) ++status.current_replicas;
  if (revision == status.update_revision) ++status.updated_replicas;
}

RevisionRef current_of(const StatefulSet& set, const History& history) {
  for (const RevisionRef& revision : history.known) {
    if (revision->metadata.name == set.status.value().current_revision) return revision;
  }
  return history.newest;
}

}  // namespace

bool runs_ready(const Pod& pod) { return pod.status.value().phase == "Running" && is_ready(pod); }
bool is_healthy(const Pod& pod) { return runs_ready(pod) && !pod.metadata.deleting(); }

const Text& revision_label(const Pod& pod) {
  static const Text kNone;
  const Text* revision = pod.metadata.labels.find(kRevisionHash);
  return revision != nullptr ? *revision : kNone;
}

Lineup line_up(const Snapshot& snapshot, const Ref<const StatefulSet>& set, const History& history,
               TimePoint now) {
  Lineup lineup{set, current_of(*set, history), history.newest, {}, {}, now};
  lineup.pods.resize(static_cast<std::size_t>(std::max(0, replicas_of(*set))));
  std::vector<std::pair<int, Ref<const Pod>>> surplus;
  for (Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByController, set->metadata.uid)) {
    const std::optional<int> ordinal = ordinal_of(*set, *pod);
    if (!ordinal) continue;
    if (in_range(*set, *ordinal))
      lineup.pods[static_cast<std::size_t>(*ordinal - first_ordinal(*set))] = std::move(pod);
    else
      surplus.emplace_back(*ordinal, std::move(pod));
  }
  std::sort(surplus.begin(), surplus.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [ordinal, pod] : surplus) lineup.surplus.push_back(std::move(pod));
  return lineup;
}

StatefulSetStatus status_of(const Lineup& lineup) {
  const StatefulSet& set = *lineup.set;
  StatefulSetStatus status;
  status.conditions = set.status.value().conditions;
  status.rest = set.status.value().rest;
  status.collision_count = set.status.value().collision_count.value_or(0);
  status.observed_generation = set.metadata.generation;
  status.current_revision = lineup.current->metadata.name;
  status.update_revision = lineup.updated->metadata.name;
  for (const std::vector<Ref<const Pod>>* pods : {&lineup.pods, &lineup.surplus}) {
    for (const Ref<const Pod>& pod : *pods) {
      if (pod) count(lineup, *pod, status);
    }
  }
  const int wanted = replicas_of(set);
  const bool rolls = set.spec.value().update_strategy.type_ == "RollingUpdate";
  if (rolls && status.updated_replicas == wanted && status.ready_replicas == wanted &&
      status.replicas == wanted) {
    status.current_replicas = status.updated_replicas;
    status.current_revision = status.update_revision;
  }
  return status;
}

}  // namespace podium::controllers
