#include "sim/world/service_queue.h"

#include <algorithm>
#include <functional>

namespace podium::sim {

ServiceQueue::ServiceQueue(int servers) : free_at_(static_cast<std::size_t>(servers)) {}

TimePoint ServiceQueue::admit(TimePoint now, Duration service) {
  TimePoint start = now;
  if (!free_at_.empty()) {
    std::pop_heap(free_at_.begin(), free_at_.end(), std::greater<>());
    start = std::max(now, free_at_.back());
    free_at_.back() = start + service;
    std::push_heap(free_at_.begin(), free_at_.end(), std::greater<>());
  }
  work_.add(start, service.count());
  arrivals_.add(now, 1);
  return start + service;
}

std::int64_t ServiceQueue::load_milli(TimePoint now) const {
  // Work is booked beyond the present window: no server was idle.
  if (work_.ahead_of(now)) return static_cast<std::int64_t>(free_at_.size()) * 1000;
  return work_.last(now) * 1000 / kWindow.count();
}

}  // namespace podium::sim
