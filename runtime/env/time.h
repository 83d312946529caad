// Time in Podium: integer nanoseconds, never a float, never read from the machine.
//
// `TimePoint` is the time of the world a component lives in. In a simulation it is virtual; live it
// follows the wall clock. Only an Executor hands one out, so `WorldClock` has no now() on purpose.
#pragma once

#include <chrono>
#include <cstdint>

namespace podium {

using namespace std::chrono_literals;  // 10s, 5min, 250ms: durations read like the specification

using Duration = std::chrono::nanoseconds;

struct WorldClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WorldClock, Duration>;
};

// Nanoseconds since the Unix epoch (UTC). The default-constructed value means "not set".
using TimePoint = WorldClock::time_point;

inline constexpr TimePoint kForever = TimePoint::max();

constexpr std::int64_t nanos(TimePoint at) { return at.time_since_epoch().count(); }
constexpr double seconds(Duration d) { return static_cast<double>(d.count()) / 1e9; }

// The first multiple of `period`, counted from `phase`, that is not before `at`.
// REQUIRES: period > 0.
constexpr TimePoint next_tick(TimePoint at, Duration period, Duration phase = Duration{0}) {
  const std::int64_t p = period.count();
  const std::int64_t since = nanos(at) - phase.count();
  const std::int64_t ticks = since >= 0 ? (since + p - 1) / p : -(-since / p);
  return TimePoint{Duration{ticks * p + phase.count()}};
}

}  // namespace podium
