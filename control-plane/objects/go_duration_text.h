// Durations as Go prints them: "1.234s", "340ms", "2m40s".
#pragma once

#include <string>

#include "runtime/env/time.h"

namespace podium {

// To the millisecond, rounded down. REQUIRES: not negative.
std::string go_duration_text(Duration duration);

}  // namespace podium
