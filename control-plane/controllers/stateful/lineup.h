// A StatefulSet's pods by their numbers, and what to do about them next.
#pragma once

#include <vector>

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/stateful/identity.h"

namespace podium::controllers {

struct Lineup {
  Ref<const StatefulSet> set;
  RevisionRef current, updated;         // what pods are of, and what they shall be of
  std::vector<Ref<const Pod>> pods;     // from the first number on; null where there is none
  std::vector<Ref<const Pod>> surplus;  // beyond the set's size, highest number first
  TimePoint now{};

  Duration min_ready() const { return std::chrono::seconds(set->spec.value().min_ready_seconds); }
  bool ordered() const { return !(set->spec.value().pod_management_policy == "Parallel"); }
};

// Running and Ready; and not about to end.
bool runs_ready(const Pod& pod);
bool is_healthy(const Pod& pod);
const Text& revision_label(const Pod& pod);

// REQUIRES: kPodsByController.
Lineup line_up(const Snapshot& snapshot, const Ref<const StatefulSet>& set, const History& history,
               TimePoint now);

// Counts and revisions; the current revision becomes the updated one when every pod is of it and ready.
StatefulSetStatus status_of(const Lineup& lineup);

// Adds to `plan` the next moves: pods created and replaced, surplus ones deleted, old ones updated. One at a
// time and in order, or, with podManagementPolicy Parallel, as many as there are; updates are always one at a
// time. (updateStatefulSet)
void plan_moves(const Snapshot& snapshot, const Lineup& lineup, Plan& plan);

}  // namespace podium::controllers
