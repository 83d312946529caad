// Plays virtual time at a chosen speed of wall time. Pure: it is told the wall time and says up to
// when the simulation should have run.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/env/time.h"

namespace podium {

// Virtual nanoseconds per wall nanosecond, as a fraction. REQUIRES: denominator > 0.
struct Speed {
  std::uint32_t numerator = 1;
  std::uint32_t denominator = 1;
  bool unlimited = false;  // as fast as the machine can
};

// Wall times are durations since any fixed instant, and never go back.
class Pacer {
 public:
  // At wall time `wall` virtual time is `at`.
  Pacer(Duration wall, TimePoint at, Speed speed);

  // Up to when the simulation should run. kForever at unlimited speed.
  TimePoint target(Duration wall) const;
  // How long to wait from `wall` until `at` is due. Nothing: not at all, as long as it is paused.
  std::optional<Duration> until(Duration wall, TimePoint at) const;

  // Changes of pace begin at `wall`; `at` is the virtual time that the simulation has reached, which
  // counts: what a slow machine fell behind by is not caught up later.
  void set_speed(Duration wall, TimePoint at, Speed speed);
  void pause(Duration wall, TimePoint at);
  void resume(Duration wall, TimePoint at);
  // While paused: moves the target on by `by`.
  void step(Duration by);

  bool paused() const { return paused_; }
  Speed speed() const { return speed_; }

 private:
  Duration wall_;  // the anchor: this wall time is that virtual time
  TimePoint at_;
  Speed speed_;
  bool paused_ = false;
};

}  // namespace podium
