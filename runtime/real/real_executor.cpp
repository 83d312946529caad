#include "runtime/real/real_executor.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace podium {
namespace {

TimePoint read_wall_clock() {
  return TimePoint{std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch())};
}

int open_wake_descriptor() {
  const int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return descriptor;
}

// Waits until `descriptor` is readable or `wait` has passed. It may return early.
void poll_for(int descriptor, Duration wait) {
  constexpr Duration kLongest = 1h;  // keeps far deadlines within what a timespec holds
  wait = std::min(wait, kLongest);
  pollfd polled{.fd = descriptor, .events = POLLIN};
  const timespec timeout{.tv_sec = wait / 1s, .tv_nsec = (wait % 1s).count()};
  ppoll(&polled, 1, &timeout, nullptr);  // an interruption is an early return
}

}  // namespace

RealExecutor::RealExecutor(RealExecutorOptions options)
    : QueueOwner({.start = read_wall_clock()}),
      Executor(queue_.moment()),
      batch_(options.batch),
      wall_start_(now()),
      steady_start_(std::chrono::steady_clock::now()),
      wake_(open_wake_descriptor()) {}

RealExecutor::~RealExecutor() { close(wake_); }

TimerId RealExecutor::run_at(TimePoint when, Task task) {
  return queue_.schedule(EventQueue::kRoot, when, std::move(task));
}
bool RealExecutor::cancel(TimerId timer) { return queue_.cancel(timer); }
bool RealExecutor::rearm(TimerId timer, TimePoint when) { return queue_.rearm(timer, when); }

std::unique_ptr<Process> RealExecutor::start_process(std::string name) {
  return std::make_unique<QueueProcess>(queue_, std::move(name));
}

TimePoint RealExecutor::wall_now() const {
  return wall_start_ + (std::chrono::steady_clock::now() - steady_start_);
}

void RealExecutor::run() {
  while (!stopping_.exchange(false)) {
    run_due(wall_now());
    if (stopping_) continue;
    if (const Duration wait = until_next(); wait > Duration{0}) poll_for(wake_, wait);
  }
}

std::uint64_t RealExecutor::run_due(TimePoint now) {
  take_posted(now);
  std::uint64_t count = 0;
  while (count < batch_ && !stopping_) {
    const EventQueue::Due due = queue_.take_due(now);
    if (!due) {
      queue_.advance_to(now);
      break;
    }
    queue_.run(due);
    ++count;
  }
  return count;
}

Duration RealExecutor::until_next() {
  const auto next = queue_.next_time();
  if (!next) return Duration::max();
  return std::max(Duration{0}, later(*next, -wall_now().time_since_epoch()).time_since_epoch());
}

// They take their place by when they were taken, behind what was due before.
void RealExecutor::take_posted(TimePoint now) {
  std::uint64_t signals = 0;
  if (read(wake_, &signals, sizeof(signals)) < 0) return;  // nobody called
  std::vector<Task> posted;
  {
    const std::lock_guard lock(mutex_);
    posted.swap(posted_);
  }
  for (Task& task : posted) run_at(now, std::move(task));
}

void RealExecutor::post_from_thread(Task task) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
  }
  wake();
}

void RealExecutor::stop() {
  stopping_ = true;
  wake();
}

void RealExecutor::wake() {
  const std::uint64_t one = 1;
  // The write can fail only if the descriptor is already signalled to the brim: then it is readable.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof(one));
}

}  // namespace podium
