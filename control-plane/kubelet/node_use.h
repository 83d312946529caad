// What the containers of a node use, for the metrics server and for who decides what has to go.
#pragma once

#include <memory>

#include "control-plane/client/node_api.h"
#include "control-plane/kubelet/eviction_rank.h"

namespace podium::kubelet {

class PodWorker;

// Of its containers that run and whose use is known.
PodUse use_of(const PodWorker& worker, const ContainerRuntime& runtime);
// Adds the pod's containers that run and whose use is known.
void add_use(const PodWorker& worker, const ContainerRuntime& runtime, NodeUse& use);

}  // namespace podium::kubelet
