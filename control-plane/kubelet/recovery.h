// What a kubelet that starts anew makes of what it finds: sandboxes and containers of its predecessor.
#pragma once

#include <map>

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

// What the runtime holds of one pod.
struct Remains {
  std::vector<Sandbox> sandboxes;         // in the order they were made
  std::vector<ContainerInfo> containers;  // the same
};

// By pod uid.
std::map<std::string, Remains, std::less<>> remains_of(const ContainerRuntime& runtime);

// The state of a pod of which `remains` are there. Containers that the API knows and the runtime does
// not are counted as attempts that were lost.
PodState recovered_state(const Pod& pod, const Remains& remains);
// The same of a pod that is new here.
PodState fresh_state(const Pod& pod);

// Takes over what the runtime says of a container.
void note(ContainerRecord& record, const ContainerInfo& info);

}  // namespace podium::kubelet
