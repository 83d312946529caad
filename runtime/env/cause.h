// Why things happen. Each recorded event has an id; each task, timer, message and write carries the
// id of the event that led to it. Following `cause` upwards answers "why did this pod die?".
#pragma once

#include <cstdint>

namespace podium {

// Position of an event in its run's Chronicle, from 1. 0 means "nothing led to this": the outside
// world, a user, the start of the run.
using EventId = std::uint64_t;

inline constexpr EventId kNoCause = 0;

}  // namespace podium
