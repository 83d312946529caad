// The virtual clock of a live simulation: at which speed it runs, and who waits for it.
#pragma once

#include <functional>
#include <vector>

#include "runtime/env/time.h"
#include "runtime/real/pacer.h"
#include "sim/engine/engine.h"

namespace podium::live {

class Clock {
 public:
  // Time since any fixed instant, by a clock that never goes back.
  using Wall = std::function<Duration()>;

  struct Options {
    Speed speed;
    bool paused = false;
    // Beyond which virtual time does not go for now; when that changes, advance() again. Empty: nothing.
    std::function<TimePoint()> horizon = {};
    Duration slice{20ms};  // of wall time, after which advance() returns, so that clients need not wait
  };

  Clock(Engine& engine, Wall wall, Options options);

  // Runs what is due by now, for about a slice at most. At unlimited speed everything is due; virtual
  // time then moves only as there is something to do.
  void advance();
  // Wall time until advance() has something to do: zero if it has now, Duration::max() if only a
  // change of pace or new work will give it some.
  Duration until_due() const;

  TimePoint now() const { return engine_.now(); }
  Speed speed() const { return pacer_.speed(); }
  bool paused() const { return pacer_.paused(); }

  void set_speed(Speed speed);
  void pause();
  // Goes on; steps that have not come to their end are told now.
  void run();
  // Pauses, and runs on by just `by`, as fast as possible. `done` is called when that is done.
  void step(Duration by, std::function<void()> done);

 private:
  struct Step {
    TimePoint end;
    std::function<void()> done;
  };

  void tell_steps(bool all);
  TimePoint horizon() const { return horizon_ ? horizon_() : kForever; }

  Engine& engine_;
  const Wall wall_;
  const Duration slice_;
  const std::function<TimePoint()> horizon_;
  Pacer pacer_;
  std::vector<Step> steps_;  // by end
};

}  // namespace podium::live
