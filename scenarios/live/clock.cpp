#include "scenarios/live/clock.h"

#include <algorithm>
#include <utility>

namespace podium::live {
namespace {
// Tasks between two looks at the wall clock.
constexpr std::uint32_t kTasksPerLook = 32;
}  // namespace

Clock::Clock(Engine& engine, Wall wall, Options options)
    : engine_(engine),
      wall_(std::move(wall)),
      slice_(options.slice),
      horizon_(std::move(options.horizon)),
      pacer_(wall_(), engine.now(), options.speed) {
  if (options.paused) pause();
}

void Clock::advance() {
  const Duration begin = wall_();
  const TimePoint target = pacer_.target(begin);
  std::uint32_t tasks = 0;
  bool all = false;
  engine_.run_while([&] {
    const auto next = engine_.next_event_time();
    all = !next || *next > std::min(target, horizon());
    return !all && (++tasks % kTasksPerLook != 0 || wall_() - begin < slice_);
  });
  // Nothing is left until then: only the clock moves.
  const TimePoint reached = std::min(target, horizon());
  if (all && reached != kForever) engine_.run_until(std::max(reached, engine_.now()));
  if (all) tell_steps(false);
}

Duration Clock::until_due() const {
  const auto next = engine_.next_event_time();
  if (!next || *next > horizon()) return Duration::max();
  return pacer_.until(wall_(), *next).value_or(Duration::max());
}

void Clock::set_speed(Speed speed) {
  // While it is paused the anchor stays: a step that is under way keeps its end.
  const TimePoint at = paused() ? pacer_.target(wall_()) : now();
  pacer_.set_speed(wall_(), at, speed);
}

void Clock::pause() {
  if (!paused()) pacer_.pause(wall_(), now());
}

void Clock::run() {
  if (!paused()) return;
  pacer_.resume(wall_(), now());
  tell_steps(true);
}

void Clock::step(Duration by, std::function<void()> done) {
  pause();
  pacer_.step(by);
  steps_.push_back({pacer_.target(wall_()), std::move(done)});
}

void Clock::tell_steps(bool all) {
  while (!steps_.empty() && (all || steps_.front().end <= now())) {
    const auto done = std::move(steps_.front().done);
    steps_.erase(steps_.begin());
    done();
  }
}

}  // namespace podium::live
