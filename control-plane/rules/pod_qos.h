// How well a pod is served when its node runs short.
#pragma once

#include "control-plane/objects/pod_spec.h"

namespace podium {

// "Guaranteed": all containers have cpu and memory limits, and requests equal to them. "BestEffort": none
// names any. Else "Burstable".
const char* qos_class(const PodSpec& spec);

}  // namespace podium
