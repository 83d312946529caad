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

// By how much to step: a duration as scenarios/cluster/duration.h reads it, more than zero.
std::optional<Duration> parse_step(std::string_view text);

}  // namespace podium::live
