#include "runtime/http/reactor.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace podium::http {
namespace {

Duration read_clock() { return std::chrono::steady_clock::now().time_since_epoch(); }

Descriptor opened(int number, const char* what) {
  if (number < 0) throw std::system_error(errno, std::generic_category(), what);
  return Descriptor(number);
}

std::uint32_t events_of(Reactor::Interest interest) {
  return (interest.read ? EPOLLIN : 0u) | (interest.write ? EPOLLOUT : 0u);
}

// Fails only for a descriptor that cannot be watched, which is a programmer's error.
void control(int epoll, int operation, int descriptor, std::uint32_t events, std::uint32_t generation) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(descriptor);
  if (epoll_ctl(epoll, operation, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

// Waits on the epoll descriptor itself: unlike epoll_wait(), to the nanosecond.
void wait_until_ready(int epoll, Duration wait) {
  constexpr Duration kLongest = 1h;  // what a timespec surely holds
  wait = std::clamp(wait, Duration{0}, kLongest);
  pollfd polled{.fd = epoll, .events = POLLIN, .revents = 0};
  const timespec timeout{.tv_sec = wait / 1s, .tv_nsec = (wait % 1s).count()};
  ppoll(&polled, 1, &timeout, nullptr);  // an interruption is an early return
}

}  // namespace

Reactor::Reactor()
    : epoll_(opened(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(opened(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")),
      now_(read_clock()) {
  watch(wake_.number(), {.read = true}, [this](Ready) {
    eventfd_t wakes = 0;
    eventfd_read(wake_.number(), &wakes);
  });
}

void Reactor::watch(int descriptor, Interest interest, OnReady on_ready) {
  assert(watched_.find(descriptor) == watched_.end());
  const std::uint32_t generation = ++generations_;
  control(epoll_.number(), EPOLL_CTL_ADD, descriptor, events_of(interest), generation);
  watched_[descriptor] = {generation, interest, std::make_shared<const OnReady>(std::move(on_ready))};
}

void Reactor::change(int descriptor, Interest interest) {
  Watched& watched = watched_.at(descriptor);
  if (watched.interest == interest) return;
  watched.interest = interest;
  control(epoll_.number(), EPOLL_CTL_MOD, descriptor, events_of(interest), watched.generation);
}

void Reactor::forget(int descriptor) {
  if (watched_.erase(descriptor) != 0) control(epoll_.number(), EPOLL_CTL_DEL, descriptor, 0, 0);
}

Reactor::TimerId Reactor::run_after(Duration wait, Task task) {
  const TimerId id = ++timer_ids_;
  const Duration due = now_ + wait;
  timers_.emplace(TimerKey{due, id}, std::move(task));
  due_[id] = due;
  return id;
}

void Reactor::cancel(TimerId timer) {
  const auto found = due_.find(timer);
  if (found == due_.end()) return;
  timers_.erase({found->second, timer});
  due_.erase(found);
}

void Reactor::wake() { eventfd_write(wake_.number(), 1); }

Duration Reactor::wait_for(Duration max_wait) const {
  if (!deferred_.empty()) return Duration{0};
  if (timers_.empty()) return max_wait;
  return std::min(max_wait, timers_.begin()->first.first - read_clock());
}

void Reactor::poll(Duration max_wait) {
  run_deferred();
  if (const Duration wait = wait_for(max_wait); wait > Duration{0}) wait_until_ready(epoll_.number(), wait);
  now_ = read_clock();
  handle_ready();
  run_timers();
  run_deferred();
}

void Reactor::handle_ready() {
  std::array<epoll_event, 128> events;
  const int count = epoll_wait(epoll_.number(), events.data(), events.size(), 0);
  for (int i = 0; i < count; ++i) {
    const auto found = watched_.find(static_cast<int>(events[i].data.u64 & 0xffffffff));
    if (found == watched_.end() || found->second.generation != events[i].data.u64 >> 32) continue;
    const auto on_ready = found->second.on_ready;  // kept while it runs: it may forget itself
    const std::uint32_t bits = events[i].events;
    (*on_ready)({.read = (bits & EPOLLIN) != 0,
                 .write = (bits & EPOLLOUT) != 0,
                 .broken = (bits & (EPOLLERR | EPOLLHUP)) != 0});
  }
}

void Reactor::run_timers() {
  while (!timers_.empty() && timers_.begin()->first.first <= now_) {
    auto timer = timers_.extract(timers_.begin());
    due_.erase(timer.key().second);
    timer.mapped()();
  }
}

void Reactor::run_deferred() {
  std::vector<Task> tasks;
  tasks.swap(deferred_);  // what these defer runs in the next round
  for (Task& task : tasks) task();
}

}  // namespace podium::http
