// Times as Kubernetes writes them: RFC 3339 in UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/time.h"

namespace podium {

std::string format_time(TimePoint at);        // "2025-01-01T00:00:00Z"
std::string format_micro_time(TimePoint at);  // "2025-01-01T00:00:00.000000Z"

// Any offset, any fraction of a second. Null if it is not RFC 3339.
std::optional<TimePoint> parse_time(std::string_view text);

}  // namespace podium
