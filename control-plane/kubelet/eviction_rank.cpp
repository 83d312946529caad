#include "control-plane/kubelet/eviction_rank.h"

#include <algorithm>

#include "control-plane/objects/quantity.h"

namespace podium::kubelet {
namespace {

constexpr std::int64_t kSystemCritical = 2'000'000'000, kNodeCritical = 2'000'001'000;

std::int64_t use_of(const ContainerUse& container, EvictionSignal signal) {
  return signal == EvictionSignal::kMemoryAvailable ? container.memory : container.disk;
}

std::int64_t request_of(const ContainerUse& container, EvictionSignal signal) {
  return signal == EvictionSignal::kMemoryAvailable ? container.memory_request : container.disk_request;
}

// What the pod uses beyond what it asked for; negative if less.
std::int64_t excess(const PodUse& pod, EvictionSignal signal) {
  std::int64_t sum = 0;
  for (const ContainerUse& container : pod.containers)
    sum += use_of(container, signal) - request_of(container, signal);
  return sum;
}

std::int64_t priority(const PodUse& pod) { return pod.pod->spec->priority.value_or(0); }

}  // namespace

void rank(std::vector<PodUse>& pods, EvictionSignal signal) {
  std::stable_sort(pods.begin(), pods.end(), [signal](const PodUse& a, const PodUse& b) {
    const std::int64_t excess_a = excess(a, signal), excess_b = excess(b, signal);
    if ((excess_a > 0) != (excess_b > 0)) return excess_a > 0;
    if (priority(a) != priority(b)) return priority(a) < priority(b);
    return excess_a > excess_b;
  });
}

bool is_node_critical(const Pod& pod) { return pod.spec->priority.value_or(0) >= kNodeCritical; }

bool is_critical(const Pod& pod) {
  return pod.spec->priority.value_or(0) >= kSystemCritical ||
         pod.metadata.annotations.find("kubernetes.io/config.mirror") != nullptr;
}

std::string eviction_message(const PodUse& pod, const MetThreshold& threshold) {
  const std::string resource(resource_of(threshold.signal));
  const auto bytes = [](std::int64_t amount) { return Quantity::bytes(amount).str(); };
  std::string message = "The node was low on resource: " + resource +
                        ". Threshold quantity: " + bytes(threshold.quantity) +
                        ", available: " + bytes(threshold.available) + ". ";
  for (const ContainerUse& container : pod.containers) {
    const std::int64_t use = use_of(container, threshold.signal),
                       request = request_of(container, threshold.signal);
    if (use <= request) continue;
    message += "Container " + container.name.str() + " was using " + bytes(use) + ", request is " +
               bytes(request) + ", has larger consumption of " + resource + ". ";
  }
  return message;
}

}  // namespace podium::kubelet
