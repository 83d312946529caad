// How people write speeds and durations on a command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/time.h"
#include "runtime/real/pacer.h"

namespace podium::live {

// "10x", "10", "0.25x" (up to three decimals), "max". Nothing for anything else, and for zero: that is
// what a pause is for.
std::optional<Speed> parse_speed(std::string_view text);
std::string speed_text(Speed speed);  // "10x", "0.25x", "max"

// "30s", "1h30m", "250ms": numbers with units out of h, m, s, ms. Nothing for anything else, for zero,
// and beyond 290 years.
std::optional<Duration> parse_step(std::string_view text);

}  // namespace podium::live
