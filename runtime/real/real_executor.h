// Real time: the simulator's queue and order, plus a wait until its head is due.
//
// The thread that calls run() or run_due() is the executor's thread, and everything but
// post_from_thread() and stop() belongs to it.
//
// now() follows the wall clock and never goes back. While a task runs that is late, because others took
// long or the machine stood still, it is the time at which the task was due: tasks run in the same order
// as in the simulator however late they are, and the clock catches up with the backlog.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/env/process.h"
#include "runtime/queue/process.h"

namespace podium {

struct RealExecutorOptions {
  // Tasks per run_due(), so that tasks that keep posting others do not shut out the sockets.
  std::uint64_t batch = 1000;
};

class RealExecutor final : private QueueOwner, public Executor, public ProcessTable {
 public:
  explicit RealExecutor(RealExecutorOptions options = {});
  ~RealExecutor() override;

  TimerId run_at(TimePoint when, Task task) override;
  bool cancel(TimerId timer) override;
  bool rearm(TimerId timer, TimePoint when) override;
  std::unique_ptr<Process> start_process(std::string name) override;

  // Runs tasks as they come due, until stop(). A stop() before run() ends the next run() at once.
  void run();

  // From any thread: runs `task` soon, without a cause. Tasks of one thread keep their order.
  void post_from_thread(Task task);
  // From any thread, or from a task: ends run() after the running task.
  void stop();

  // ---- For a loop that also polls descriptors. ----

  // The wall clock: read once at construction, carried on by a clock that nobody sets.
  TimePoint wall_now() const;
  // Sets now() to the wall clock, for work done between batches.
  void refresh() { queue_.advance_to(wall_now()); }
  // Runs what is due by `now`, up to a batch, and sets now() to it if nothing due is left. Returns how
  // many ran.
  std::uint64_t run_due(TimePoint now);
  // How long nothing needs to run: 0 if something is due, Duration::max() if nothing is pending.
  Duration until_next();
  // Readable when post_from_thread() or stop() was called since the last run_due().
  int wake_descriptor() const { return wake_; }

 private:
  void wake();
  void take_posted(TimePoint now);

  const std::uint64_t batch_;
  const TimePoint wall_start_;
  const std::chrono::steady_clock::time_point steady_start_;
  const int wake_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;  // guards posted_
  std::vector<Task> posted_;
};

}  // namespace podium
