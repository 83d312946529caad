// Virtual time: runs tasks one after another, jumping from each to the next. One thread, one order,
// no clock. Any number of engines may exist side by side; each is used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/process.h"
#include "runtime/env/random.h"
#include "runtime/queue/process.h"

namespace podium {

struct EngineOptions {
  TimePoint start{Duration{1'735'689'600s}};  // 2025-01-01T00:00:00Z
  std::uint64_t seed = 0;
  // Runs tasks of the same time in an order drawn from `seed`: finds code that relies on luck.
  bool shuffle_ties = false;
};

class Engine final : private QueueOwner, public Executor, public ProcessTable {
 public:
  explicit Engine(EngineOptions options = {});

  TimerId run_at(TimePoint when, Task task) override;
  bool cancel(TimerId timer) override;
  bool rearm(TimerId timer, TimePoint when) override;
  std::unique_ptr<Process> start_process(std::string name) override;

  // The run's randomness for one consumer; what others draw does not change it.
  Random random(std::string_view consumer) const { return random_.fork(consumer); }

  // Each runs tasks until its condition holds; not to be called from a task. Returns how many ran.
  // run_until runs those up to and including `end`, then sets the clock to `end`.
  std::uint64_t run_until(TimePoint end);
  std::uint64_t run_for(Duration duration) { return run_until(later(now(), duration)); }
  // Ends when no task is left outside paused processes; never, if some task always schedules another.
  std::uint64_t run_until_idle();
  // Runs one task; false if there is none.
  bool step();
  // Runs tasks as long as there are some and `wanted()`, asked before each, is true.
  template <class Predicate>
  void run_while(Predicate&& wanted) {
    while (wanted() && step()) {
    }
  }

  std::optional<TimePoint> next_event_time() { return queue_.next_time(); }
  std::uint64_t executed() const { return executed_; }
  std::uint64_t pending() const { return queue_.pending(); }

  // A hash of all that ran, when and in what order, and of all that was mixed in. Equal inputs and
  // seeds give equal fingerprints on every compiler, flag and machine.
  std::uint64_t fingerprint() const { return fingerprint_; }
  void mix(std::uint64_t value);

 private:
  std::uint64_t run_some(TimePoint last, std::uint64_t most);

  Random random_;
  std::uint64_t executed_ = 0;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace podium
