// Durations as people read them in kubectl's columns.
#pragma once

#include <string>

#include "runtime/env/time.h"

namespace podium {

// Kubernetes' HumanDuration: "45s", "3m20s", "10m", "5h12m", "3d4h", "200d", "3y12d".
std::string human_duration(Duration d);

// The age of something that happened at `then`: "<unknown>" if it never did.
std::string age(TimePoint then, TimePoint now);

}  // namespace podium
