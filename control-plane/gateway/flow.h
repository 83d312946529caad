// Which requests compete with each other for the server: priority levels, and flows within them.
// Source: staging/src/k8s.io/api/flowcontrol and pkg/apis/flowcontrol/bootstrap of Kubernetes 1.33.
#pragma once

#include <cstddef>
#include <string>

#include "control-plane/authorization/access_request.h"

namespace podium {

enum class PriorityLevel : std::uint8_t {
  kExempt,
  kSystem,
  kNodeHigh,
  kLeaderElection,
  kWorkloadHigh,
  kWorkloadLow,
  kGlobalDefault,
  kCatchAll,
};
inline constexpr std::size_t kPriorityLevels = 8;

// The level of a request. Within a level each user is a flow of his own.
PriorityLevel priority_of(const AccessRequest& request);

// Of `seats` in all, those that the level has; at least one, and 0 for kExempt, which needs none.
int seats_of(PriorityLevel level, int seats);

// May requests of the level wait? Those of kCatchAll are refused at once.
bool queues(PriorityLevel level);

}  // namespace podium
