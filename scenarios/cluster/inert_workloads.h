// Refuses manifests of workloads that no controller runs: whoever applied them would wait for ever.
#pragma once

#include <string>

#include "control-plane/codec/manifest.h"

namespace podium {

// "web.yaml:12: StatefulSet "db": ...", a line for each; empty if there are none.
std::string inert_workloads(const Manifests& manifests);

}  // namespace podium
