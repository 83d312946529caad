// How many replicas go where: the arithmetic of Deployments, free of requests and caches.
#pragma once

#include <vector>

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium::controllers {

using ReplicaSets = std::vector<Ref<const ReplicaSet>>;

inline constexpr const char* kDesiredReplicas = "deployment.kubernetes.io/desired-replicas";
inline constexpr const char* kMaxReplicas = "deployment.kubernetes.io/max-replicas";

inline int replicas_of(const Deployment& d) { return d.spec.value().replicas.value_or(1); }
inline int replicas_of(const ReplicaSet& rs) { return rs.spec.value().replicas.value_or(1); }
bool is_rolling(const Deployment& d);

// Sums over the sets: as specified, as counted, as available.
int specified(const ReplicaSets& sets);
int counted(const ReplicaSets& sets);
int available(const ReplicaSets& sets);
ReplicaSets with_replicas(const ReplicaSets& sets);  // those whose specified size is not 0

// Pods above, and below, the wanted number that a rolling update may have. Percentages of surge round
// up and of unavailability down; if both come to 0, one may be unavailable, or nothing could move.
int max_surge(const Deployment& d);
int max_unavailable(const Deployment& d);

// The size that the newest set may have now, `others` being the rest: what is missing, within the surge.
int newest_size(const Deployment& d, const ReplicaSet& newest, const ReplicaSets& all);

// A wanted size for each of `sets`, in their order.
using Sizes = std::vector<int>;

// One step down of old sets (oldest first) in a rolling update: first replicas that are not available,
// as far as `newest` makes up for them; then available ones, as long as enough stay.
// The two passes, each with the sizes after it.
struct Shrinkage {
  Sizes without_unhealthy, final;
};
Shrinkage shrink_old(const Deployment& d, const ReplicaSet* newest, const ReplicaSets& old);

// A changed spec.replicas while several sets have pods is spread in proportion to their sizes; what
// rounding leaves goes to the largest. `sets` are those with replicas. Returns sizes in their order.
Sizes scale_in_proportion(const Deployment& d, const ReplicaSets& sets);

}  // namespace podium::controllers
