#include "control-plane/gateway/flow.h"

#include "control-plane/authorization/users.h"

namespace podium {
namespace {

constexpr int kShares[kPriorityLevels] = {0, 30, 40, 10, 40, 100, 20, 5};

bool is_probe(const AccessRequest& request) {
  return request.path == "/healthz" || request.path == "/livez" || request.path == "/readyz";
}

bool is_lease(const AccessRequest& request) {
  return request.group == "coordination.k8s.io" && request.resource == "leases";
}

bool is_component(const User& user) {
  return user.name == "system:kube-controller-manager" || user.name == "system:kube-scheduler";
}

}  // namespace

PriorityLevel priority_of(const AccessRequest& request) {
  const User& user = request.user;
  if (user.in_group(kMastersGroup) || is_probe(request)) return PriorityLevel::kExempt;
  const bool of_system = user.in_group("system:serviceaccounts:kube-system");
  if (is_lease(request) && (is_component(user) || of_system)) return PriorityLevel::kLeaderElection;
  if (user.in_group("system:nodes")) {
    const bool beat = is_lease(request) || (request.group.empty() && request.resource == "nodes");
    return beat ? PriorityLevel::kNodeHigh : PriorityLevel::kSystem;
  }
  if (is_component(user) || of_system) return PriorityLevel::kWorkloadHigh;
  if (user.in_group("system:serviceaccounts")) return PriorityLevel::kWorkloadLow;
  const bool known = user.in_group("system:authenticated") || user.in_group("system:unauthenticated");
  return known ? PriorityLevel::kGlobalDefault : PriorityLevel::kCatchAll;
}

int seats_of(PriorityLevel level, int seats) {
  int all = 0;
  for (const int shares : kShares) all += shares;
  const int own = kShares[static_cast<std::size_t>(level)];
  return (seats * own + all - 1) / all;
}

bool queues(PriorityLevel level) { return level != PriorityLevel::kCatchAll; }

}  // namespace podium
