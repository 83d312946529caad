// Tunables of the pod garbage collector (kube-controller-manager's defaults).
#pragma once

#include <cstddef>

#include "runtime/env/time.h"

namespace podium::controllers {

struct PodGcOptions {
  Duration period = 20s;                     // between two rounds
  Duration quarantine = 40s;                 // a node must be missing for so long
  std::size_t terminated_threshold = 12500;  // --terminated-pod-gc-threshold
};

}  // namespace podium::controllers
