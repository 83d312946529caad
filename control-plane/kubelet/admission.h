// Whether a pod fits on this node, counted by the kubelet itself: schedulers may be wrong or absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// Cpu in milli, memory in bytes, pods as a number.
struct Share {
  std::int64_t cpu = 0, memory = 0, pods = 0;
};

// What a pod asks for: the greater of its containers with sidecars together and any init container
// with the sidecars before it; plus overhead.
Share share_of(const PodSpec& spec);
// The same of what the node has granted to a pod, which after a resize may not be what its spec asks for.
Share allocated_share(const PodSpec& spec, const PodState& state);

struct Rejection {
  std::string reason;   // "OutOfcpu"
  std::string message;  // "Node didn't have enough resource: cpu, requested: 4000, used: ..."
};

class Admission {
 public:
  explicit Admission(Share allocatable) : allocatable_(allocatable) {}

  // Why `share` does not fit beside what was taken; nothing if it does.
  // Source: lifecycle/predicate.go, Kubernetes 1.33.
  std::optional<Rejection> refuses(const Share& share) const;
  // Why a pod that has `present` cannot have `wanted` instead; nothing: it has it from now on.
  // Source: canResizePod of kubelet.go, Kubernetes 1.33.
  std::optional<Rejection> exchange(const Share& present, const Share& wanted);
  void take(const Share& share);
  void give_back(const Share& share);

 private:
  Share allocatable_, taken_;
};

}  // namespace podium::kubelet
