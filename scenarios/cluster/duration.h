// How people write durations: in scenario files, on command lines, in requests to the clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/time.h"

namespace podium {

// "30s", "1h30m", "1.5s", "250ms", "2d": numbers with units out of d, h, m, s, ms, us, ns, added up;
// or "0". Nothing for anything else, and beyond 290 years.
std::optional<Duration> parse_duration(std::string_view text);

// The shortest such text, to the millisecond from one second on: "1m30s", "2.5s", "-250ms".
std::string duration_text(Duration d);

}  // namespace podium
