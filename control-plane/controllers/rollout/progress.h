// A Deployment's status and conditions: how far it is, whether it moves, whether it is stuck.
#pragma once

#include "control-plane/controllers/rollout/arithmetic.h"

namespace podium::controllers {

// A Deployment's sets: `newest` has the present template (null if there is none yet), `old` are the
// others, oldest first.
struct Sets {
  Ref<const ReplicaSet> newest;
  ReplicaSets old;

  ReplicaSets all() const;
};

bool has_progress_deadline(const Deployment& d);

// Puts a condition as Deployments do: nothing happens if status and reason stay, the transition time
// is kept if the status stays.
void put_condition(List<Condition>& conditions, std::string_view type, std::string_view status,
                   std::string_view reason, std::string message, TimePoint now);
void drop_condition(List<Condition>& conditions, std::string_view type);

// Counts and the Available condition; the other conditions are taken from `conditions`.
DeploymentStatus count_status(const Deployment& d, const Sets& sets, const List<Condition>& conditions,
                              TimePoint now);

// All replicas are of the present template, available, and nothing else runs.
bool is_complete(const Deployment& d, const DeploymentStatus& status);

// Adds Progressing and ReplicaFailure to a counted status, `d.status` being the one before.
void judge_progress(const Deployment& d, const Sets& sets, DeploymentStatus& status, TimePoint now);

// When to look again whether the rollout is stuck; kForever if it cannot become so.
TimePoint deadline_check(const Deployment& d, const DeploymentStatus& status, TimePoint now);

}  // namespace podium::controllers
