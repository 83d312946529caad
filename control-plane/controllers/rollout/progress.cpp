#include "control-plane/controllers/rollout/progress.h"

#include <algorithm>
#include <limits>

namespace podium::controllers {

namespace {

constexpr std::string_view kProgressing = "Progressing";
constexpr std::string_view kComplete = "NewReplicaSetAvailable";
constexpr std::string_view kTimedOut = "ProgressDeadlineExceeded";

// Something got better since the status before.
bool is_progressing(const DeploymentStatus& before, const DeploymentStatus& after) {
  return after.updated_replicas > before.updated_replicas ||
         after.replicas - after.updated_replicas < before.replicas - before.updated_replicas ||
         after.ready_replicas > before.ready_replicas || after.available_replicas > before.available_replicas;
}

Duration deadline(const Deployment& d) { return std::chrono::seconds(*d.spec->progress_deadline_seconds); }

bool is_timed_out(const Deployment& d, const DeploymentStatus& status, TimePoint now) {
  const Condition* progressing = find_condition(status.conditions, kProgressing);
  if (progressing == nullptr || progressing->reason == kComplete) return false;
  return progressing->reason == kTimedOut || progressing->last_update_time + deadline(d) < now;
}

// Progress restarts the clock: the condition's update time moves even if nothing else changes.
void put_progress(List<Condition>& conditions, std::string message, TimePoint now) {
  const Condition* present = find_condition(conditions, kProgressing);
  const TimePoint since = present != nullptr && present->is_true() ? present->last_transition_time : now;
  drop_condition(conditions, kProgressing);
  put_condition(conditions, kProgressing, "True", "ReplicaSetUpdated", std::move(message), now);
  conditions.edit().back().last_transition_time = since;
}

// The newest set's failure, or else any old set's.
const Condition* replica_failure(const Sets& sets) {
  const auto failure_of = [](const ReplicaSet& rs) {
    return find_condition(rs.status.value().conditions, "ReplicaFailure");
  };
  if (sets.newest) {
    if (const Condition* failure = failure_of(*sets.newest)) return failure;
  }
  for (const Ref<const ReplicaSet>& rs : sets.old) {
    if (const Condition* failure = failure_of(*rs)) return failure;
  }
  return nullptr;
}

}  // namespace

ReplicaSets Sets::all() const {
  ReplicaSets sets = old;
  if (newest) sets.push_back(newest);
  return sets;
}

bool has_progress_deadline(const Deployment& d) {
  const auto seconds = d.spec->progress_deadline_seconds;
  return seconds && *seconds != std::numeric_limits<std::int32_t>::max();
}

void put_condition(List<Condition>& conditions, std::string_view type, std::string_view status,
                   std::string_view reason, std::string message, TimePoint now) {
  const Condition* present = find_condition(conditions, type);
  if (present != nullptr && present->status == status && present->reason == reason) return;
  Condition condition;
  condition.type_ = type;
  condition.status = status;
  condition.reason = reason;
  condition.message = message;
  condition.last_update_time = now;
  const bool same = present != nullptr && present->status == status;
  condition.last_transition_time = same ? present->last_transition_time : now;
  drop_condition(conditions, type);
  conditions.push_back(std::move(condition));
}

void drop_condition(List<Condition>& conditions, std::string_view type) {
  if (find_condition(conditions, type) == nullptr) return;
  std::erase_if(conditions.edit(), [type](const Condition& c) { return c.type_ == type; });
}

DeploymentStatus count_status(const Deployment& d, const Sets& sets, const List<Condition>& conditions,
                              TimePoint now) {
  const ReplicaSets all = sets.all();
  DeploymentStatus status = d.status.value();
  status.observed_generation = d.metadata.generation;
  status.replicas = counted(all);
  status.updated_replicas = sets.newest ? sets.newest->status.value().replicas : 0;
  status.ready_replicas = 0;
  for (const Ref<const ReplicaSet>& rs : all) status.ready_replicas += rs->status.value().ready_replicas;
  status.available_replicas = available(all);
  status.unavailable_replicas = std::max(0, specified(all) - status.available_replicas);
  status.conditions = conditions;
  if (status.available_replicas >= replicas_of(d) - max_unavailable(d)) {
    put_condition(status.conditions, "Available", "True", "MinimumReplicasAvailable",
                  "Deployment has minimum availability.", now);
  } else {
    put_condition(status.conditions, "Available", "False", "MinimumReplicasUnavailable",
                  "Deployment does not have minimum availability.", now);
  }
  return status;
}

bool is_complete(const Deployment& d, const DeploymentStatus& status) {
  return status.updated_replicas == replicas_of(d) && status.replicas == replicas_of(d) &&
         status.available_replicas == replicas_of(d) && status.observed_generation >= d.metadata.generation;
}

void judge_progress(const Deployment& d, const Sets& sets, DeploymentStatus& status, TimePoint now) {
  const std::string name = sets.newest ? "ReplicaSet \"" + sets.newest->metadata.name.str() + "\""
                                       : "Deployment \"" + d.metadata.name.str() + "\"";
  const Condition* progressing = find_condition(status.conditions, kProgressing);
  const bool was_complete = status.replicas == status.updated_replicas && progressing != nullptr &&
                            progressing->reason == kComplete;
  if (!has_progress_deadline(d)) {
    drop_condition(status.conditions, kProgressing);
  } else if (!was_complete) {
    if (is_complete(d, status)) {
      put_condition(status.conditions, kProgressing, "True", kComplete,
                    name + " has successfully progressed.", now);
    } else if (is_progressing(d.status.value(), status)) {
      put_progress(status.conditions, name + " is progressing.", now);
    } else if (is_timed_out(d, status, now)) {
      put_condition(status.conditions, kProgressing, "False", kTimedOut, name + " has timed out progressing.",
                    now);
    }
  }
  if (const Condition* failure = replica_failure(sets)) {
    put_condition(status.conditions, "ReplicaFailure", failure->status, failure->reason,
                  failure->message.str(), now);
  } else {
    drop_condition(status.conditions, "ReplicaFailure");
  }
}

TimePoint deadline_check(const Deployment& d, const DeploymentStatus& status, TimePoint now) {
  const Condition* progressing = find_condition(status.conditions, kProgressing);
  if (!has_progress_deadline(d) || progressing == nullptr || is_complete(d, status)) return kForever;
  if (progressing->reason == kTimedOut || progressing->reason == kComplete) return kForever;
  // One second late, as Kubernetes does: timestamps on the wire are whole seconds.
  return std::max(progressing->last_update_time + deadline(d), now) + 1s;
}

}  // namespace podium::controllers
