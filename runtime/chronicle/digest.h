// A hash of an event's content, equal on every machine.
#pragma once

#include <cstdint>

namespace podium {

struct ChronicleEvent;

std::uint64_t digest(const ChronicleEvent& event);

}  // namespace podium
