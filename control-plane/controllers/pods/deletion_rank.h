// Which replicas to give up first when there are too many.
#pragma once

#include <unordered_map>
#include <vector>

#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

// Related active pods on a node; looked up only.
using Crowds = std::unordered_map<Text, int>;

// The `count` of `pods` to delete, the first to go first, by Kubernetes' eight rules
// (controller_utils.go, ActivePodsWithRanks): unassigned, pending, not ready, cheap by annotation,
// crowded, lately ready, often restarted, young.
std::vector<Ref<const Pod>> first_to_delete(std::vector<Ref<const Pod>> pods, const Crowds& crowds,
                                            std::size_t count, TimePoint now);

// The same for all active pods of the controller `owner`, at the cost of the nodes it uses instead of
// the pods it has. `related`: uids of the controllers whose pods make a node crowded, its own included.
// REQUIRES: kPodsByController and kPodsByNode.
std::vector<Ref<const Pod>> choose_to_delete(const Snapshot& snapshot, const Text& owner,
                                             const std::vector<Text>& related, std::size_t count,
                                             TimePoint now);

}  // namespace podium::controllers
