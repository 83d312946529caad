#include "sim/world/service_queue.h"

#include <algorithm>
#include <functional>

namespace podium::sim {
namespace {

TimePoint window_of(TimePoint at) {
  return TimePoint{Duration{nanos(at) - nanos(at) % ServiceQueue::kWindow.count()}};
}

}  // namespace

ServiceQueue::ServiceQueue(int servers) : free_at_(static_cast<std::size_t>(servers)) {}

TimePoint ServiceQueue::admit(TimePoint now, Duration service) {
  TimePoint start = now;
  if (!free_at_.empty()) {
    std::pop_heap(free_at_.begin(), free_at_.end(), std::greater<>());
    start = std::max(now, free_at_.back());
    free_at_.back() = start + service;
    std::push_heap(free_at_.begin(), free_at_.end(), std::greater<>());
  }
  count(start, service);
  return start + service;
}

void ServiceQueue::count(TimePoint start, Duration service) {
  const TimePoint window = window_of(start);
  if (window > window_) {
    work_before_ = window == window_ + kWindow ? work_ : Duration{0};
    work_ = Duration{0};
    window_ = window;
  }
  work_ += service;
}

std::int64_t ServiceQueue::load_milli(TimePoint now) const {
  const TimePoint last = window_of(now) - kWindow;
  // Work is booked beyond the present window: no server was idle.
  if (window_ > last + kWindow) return static_cast<std::int64_t>(free_at_.size()) * 1000;
  const Duration work = window_ == last ? work_ : window_ == last + kWindow ? work_before_ : Duration{0};
  return work.count() * 1000 / kWindow.count();
}

}  // namespace podium::sim
