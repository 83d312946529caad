// Who has to go when a node runs short, and in which words.
#pragma once

#include <string>
#include <vector>

#include "control-plane/kubelet/pressure.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::kubelet {

struct ContainerUse {
  Text name;
  std::int64_t memory = 0, disk = 0;  // bytes in use
  std::int64_t memory_request = 0, disk_request = 0;
};

struct PodUse {
  Ref<const Pod> pod;
  std::vector<ContainerUse> containers;  // that run
};

// Who goes first: pods that use more than they asked for, then the less important, then those that use the
// most beyond their request. Source: rankMemoryPressure and rankDiskPressure, eviction/helpers.go.
void rank(std::vector<PodUse>& pods, EvictionSignal signal);

// Of the class system-node-critical or above.
bool is_node_critical(const Pod& pod);
// Static and system-critical pods are not evicted.
bool is_critical(const Pod& pod);

// "The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container c was using
// 1200Mi, request is 500Mi, has larger consumption of memory. "
std::string eviction_message(const PodUse& pod, const MetThreshold& threshold);

}  // namespace podium::kubelet
