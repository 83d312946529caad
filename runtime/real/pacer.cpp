#include "runtime/real/pacer.h"

#include <cassert>
#include <limits>

#include "runtime/env/executor.h"

namespace podium {
namespace {

__extension__ using Wide = __int128;

// `d` times a fraction, rounded up or down, held at the ends of what a Duration can say.
Duration scaled(Duration d, std::uint32_t numerator, std::uint32_t denominator, bool up) {
  const Wide product = static_cast<Wide>(d.count()) * numerator + (up ? denominator - 1 : 0);
  const Wide quotient = product / denominator;
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
  return Duration{static_cast<std::int64_t>(quotient < kMost ? quotient : kMost)};
}

}  // namespace

Pacer::Pacer(Duration wall, TimePoint at, Speed speed) : wall_(wall), at_(at), speed_(speed) {
  assert(speed.denominator > 0);
}

TimePoint Pacer::target(Duration wall) const {
  if (paused_) return at_;
  if (speed_.unlimited) return kForever;
  assert(wall >= wall_);
  return later(at_, scaled(wall - wall_, speed_.numerator, speed_.denominator, false));
}

std::optional<Duration> Pacer::until(Duration wall, TimePoint at) const {
  if (at <= target(wall)) return Duration{0};
  if (paused_ || speed_.numerator == 0) return std::nullopt;
  const Duration ahead = later(at, -at_.time_since_epoch()).time_since_epoch();
  const Duration from_anchor = scaled(ahead, speed_.denominator, speed_.numerator, true);
  return from_anchor - (wall - wall_);
}

void Pacer::set_speed(Duration wall, TimePoint at, Speed speed) {
  assert(speed.denominator > 0);
  wall_ = wall;
  at_ = at;
  speed_ = speed;
}

void Pacer::pause(Duration wall, TimePoint at) {
  wall_ = wall;
  at_ = at;
  paused_ = true;
}

void Pacer::resume(Duration wall, TimePoint at) {
  wall_ = wall;
  at_ = at;
  paused_ = false;
}

void Pacer::step(Duration by) {
  assert(paused_ && by >= Duration{0});
  at_ = later(at_, by);
}

}  // namespace podium
