// Which container of the runtime has the log that somebody asks for: a function of the pod's status.
#pragma once

#include <string>

#include "control-plane/objects/kinds/pod.h"
#include "runtime/env/container_runtime.h"

namespace podium::kubelet {

struct LogSource {
  ContainerId container;
  std::string refused;  // not empty: there is none, in Kubernetes' words
};

// `previous`: of the attempt before the present one. Of a container that waits to be started again, the
// last attempt is the present one.
LogSource log_source(const Pod& pod, const std::string& container, bool previous);

// The runtime's id in a status ("containerd://abc"); empty for an empty one.
ContainerId runtime_id(const Text& container_id);

}  // namespace podium::kubelet
