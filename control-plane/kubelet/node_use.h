// What the containers of a node use, for the metrics server.
#pragma once

#include <memory>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

class PodWorker;

// Adds the pod's containers that run and whose use is known.
void add_use(const PodWorker& worker, const ContainerRuntime& runtime, NodeUse& use);

}  // namespace podium::kubelet
