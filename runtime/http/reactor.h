// Waits for descriptors, timers and wake-ups on one thread. The owner calls poll() in turn with its own
// work, so that sockets and an event queue share the thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/env/task.h"
#include "runtime/env/time.h"
#include "runtime/http/descriptor.h"

namespace podium::http {

class Reactor {
 public:
  struct Interest {
    bool read = false;
    bool write = false;
    bool operator==(const Interest&) const = default;
  };
  // What a descriptor is ready for. `broken`: an error, or both directions are closed.
  struct Ready {
    bool read = false;
    bool write = false;
    bool broken = false;
  };
  using OnReady = std::function<void(Ready)>;
  using TimerId = std::uint64_t;

  Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // Calls `on_ready` as long as `descriptor` is ready for what interests (again in every round, until
  // what made it ready is taken). forget() it before closing it; any callback may forget any descriptor.
  void watch(int descriptor, Interest interest, OnReady on_ready);
  void change(int descriptor, Interest interest);
  void forget(int descriptor);

  // Runs `task` in a poll() at least `wait` from now.
  TimerId run_after(Duration wait, Task task);
  void cancel(TimerId timer);
  // Runs `task` once before poll() waits next, or returns.
  void defer(Task task) { deferred_.push_back(std::move(task)); }

  // One round: runs what is deferred, waits up to `max_wait` for something to happen, and handles it.
  void poll(Duration max_wait);
  // From any thread: ends the wait of the current poll(), or of the next.
  void wake();

  // A steady clock, read once a round: time since some fixed instant.
  Duration now() const { return now_; }

 private:
  struct Watched {
    std::uint32_t generation;  // tells a descriptor from an earlier one of the same number
    Interest interest;
    std::shared_ptr<const OnReady> on_ready;
  };
  using TimerKey = std::pair<Duration, TimerId>;

  Duration wait_for(Duration max_wait) const;
  void handle_ready();
  void run_timers();
  void run_deferred();

  Descriptor epoll_;
  Descriptor wake_;
  Duration now_;
  std::uint32_t generations_ = 0;
  TimerId timer_ids_ = 0;
  std::unordered_map<int, Watched> watched_;
  std::map<TimerKey, Task> timers_;
  std::unordered_map<TimerId, Duration> due_;  // finds the key of a timer
  std::vector<Task> deferred_;
};

}  // namespace podium::http
