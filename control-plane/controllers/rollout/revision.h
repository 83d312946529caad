// Which ReplicaSet belongs to which template of its Deployment, and the numbers of the history.
#pragma once

#include "control-plane/controllers/rollout/arithmetic.h"

namespace podium::controllers {

inline constexpr const char* kRevision = "deployment.kubernetes.io/revision";
inline constexpr const char* kRevisionHistory = "deployment.kubernetes.io/revision-history";

// The number in the object's revision annotation; 0 if there is none.
std::int64_t revision_of(const Object& object);

// The oldest of `sets` (oldest first) that has the Deployment's present template; null if none has.
Ref<const ReplicaSet> find_newest(const Deployment& d, const ReplicaSets& sets);

// A ReplicaSet for the present template, of the size it may start with beside `old`, to be created.
Ref<ReplicaSet> new_replica_set(const Deployment& d, const ReplicaSets& old);

// True if a ReplicaSet of another owner or another template bears that name: the collision count must go up.
bool collides(const Deployment& d, const ReplicaSet& wanted, const ReplicaSet& present);

// Gives `newest` the Deployment's annotations, the highest revision and its minReadySeconds, and
// remembers the revisions it had before. True if that changed it.
// (deploymentutil.SetNewReplicaSetAnnotations)
bool bring_up_to_date(const Deployment& d, const ReplicaSets& old, ReplicaSet& newest);

// The desired-replicas and max-replicas annotations, from which a later scaling learns its proportions.
void set_replicas_annotations(const Deployment& d, ReplicaSet& rs);
bool has_replicas_annotations(const Deployment& d, const ReplicaSet& rs);

// Old sets that the history no longer needs: without replicas, lowest revision first.
ReplicaSets beyond_history(const Deployment& d, const ReplicaSets& old);

}  // namespace podium::controllers
