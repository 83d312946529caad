// The one seam for time. Everything in a control plane runs as tasks on an Executor: one thread,
// run to completion, in the total order (time, sequence of scheduling).
#pragma once

#include <cstdint>

#include "runtime/env/cause.h"
#include "runtime/env/task.h"
#include "runtime/env/time.h"

namespace podium {

// Names a scheduled task. Ids are never reused within a run; 0 is no timer.
enum class TimerId : std::uint64_t { kNone = 0 };

// `at` plus `delay`, held at the ends of time instead of wrapping around.
constexpr TimePoint later(TimePoint at, Duration delay) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(nanos(at), delay.count(), &sum)) {
    return delay.count() < 0 ? TimePoint::min() : kForever;
  }
  return TimePoint{Duration{sum}};
}

// Where and when the running task is. Owned by the queue that runs tasks; shared by its processes.
struct Moment {
  TimePoint now{};
  EventId cause = kNoCause;
};

class Executor {
 public:
  virtual ~Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  TimePoint now() const { return moment_->now; }

  // The event that led to the running task. Tasks scheduled and messages sent inherit it.
  EventId cause() const { return moment_->cause; }
  // From here on the running task acts because of `id`.
  void because(EventId id) { moment_->cause = id; }

  // Runs `task` at `when`, after everything scheduled earlier for the same time. A `when` in the
  // past means now. The task runs with the present cause.
  virtual TimerId run_at(TimePoint when, Task task) = 0;
  // `task`: a callable or a Task. A delay beyond the end of time means kForever.
  template <class F>
  TimerId run_after(Duration delay, F&& task) {
    return run_at(later(now(), delay), std::forward<F>(task));
  }
  template <class F>
  TimerId post(F&& task) {
    return run_at(now(), std::forward<F>(task));
  }

  // Forgets a task that has not started. False if it has run, was cancelled, or never was.
  virtual bool cancel(TimerId timer) = 0;

  // Moves a pending task to `when`, as cancel and run_at would, keeping its id and taking the
  // present cause. Cheap when `when` is later than before: made for watchdogs. False as for cancel.
  virtual bool rearm(TimerId timer, TimePoint when) = 0;

 protected:
  explicit Executor(Moment& moment) : moment_(&moment) {}

 private:
  Moment* moment_;
};

}  // namespace podium
