// Durations as Go reads them: "1h30m", "1.5s", "250ms".
#pragma once

#include <string>
#include <string_view>

#include "runtime/env/time.h"

namespace podium {

// `fault` says what is wrong in Go's words; empty if nothing.
Duration parse_go_duration(std::string_view text, std::string& fault);

}  // namespace podium
