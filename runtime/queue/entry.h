// What the pending set orders: 16 bytes an event. The event itself lies in a slot (event_queue.h).
#pragma once

#include <cstdint>

#include "runtime/env/time.h"

namespace podium::queue {

// Time (64 bits), order among events of the same time (40), slot (24), from the top: comparing keys
// as integers is comparing in the total order (time, order of scheduling).
__extension__ using Key = unsigned __int128;

// A time as an unsigned number in the same order, so that negative times sort first.
using Tick = std::uint64_t;

inline constexpr int kSlotBits = 24;
inline constexpr std::uint64_t kMaxSlots = std::uint64_t{1} << kSlotBits;
inline constexpr std::uint64_t kSlotMask = kMaxSlots - 1;
inline constexpr std::uint64_t kMaxSequence = (std::uint64_t{1} << (64 - kSlotBits)) - 1;

constexpr Tick tick_of(TimePoint at) {
  return static_cast<std::uint64_t>(nanos(at)) ^ (std::uint64_t{1} << 63);
}
constexpr TimePoint time_of(Tick tick) {
  return TimePoint{Duration{static_cast<std::int64_t>(tick ^ (std::uint64_t{1} << 63))}};
}

constexpr Key make_key(Tick tick, std::uint64_t order, std::uint32_t slot) {
  return (static_cast<Key>(tick) << 64) | (order << kSlotBits) | slot;
}
constexpr Tick tick_of(Key key) { return static_cast<Tick>(key >> 64); }
constexpr std::uint64_t order_of(Key key) { return static_cast<std::uint64_t>(key) >> kSlotBits; }
constexpr std::uint32_t slot_of(Key key) { return static_cast<std::uint32_t>(key & kSlotMask); }

}  // namespace podium::queue
