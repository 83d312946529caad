// Which replicas to give up first when there are too many.
#pragma once

#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

// The `count` of `pods` to delete, the first to go first, by Kubernetes' eight rules
// (controller_utils.go, ActivePodsWithRanks): unassigned, pending, not ready, cheap by annotation,
// crowded, lately ready, often restarted, young. `related`: active pods of the same owner's other
// ReplicaSets and of this one; they make a node crowded.
std::vector<Ref<const Pod>> first_to_delete(std::vector<Ref<const Pod>> pods,
                                            const std::vector<Ref<const Pod>>& related, std::size_t count,
                                            TimePoint now);

}  // namespace podium::controllers
