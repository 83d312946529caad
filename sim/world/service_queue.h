// The requests inside one application: c servers and one queue, first come, first served.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/env/time.h"

namespace podium::sim {

// Needs no event of its own: when a request arrives, the time it will be done is known (Kiefer and
// Wolfowitz, 1955: keep when each server becomes free).
class ServiceQueue {
 public:
  // `servers` 0: as many as needed.
  explicit ServiceQueue(int servers);

  // A request that arrives now and needs `service`. Returns when it is done.
  // REQUIRES: calls in order of `now`.
  TimePoint admit(TimePoint now, Duration service);

  // Servers at work, in thousandths, on average over the last full window of kWindow. A request
  // counts in the window in which its service starts.
  std::int64_t load_milli(TimePoint now) const;
  static constexpr Duration kWindow{10s};

 private:
  void count(TimePoint start, Duration service);

  std::vector<TimePoint> free_at_;     // a heap, the earliest on top; empty: no limit
  TimePoint window_{};                 // start of the latest window with work
  Duration work_{0}, work_before_{0};  // in that window, and in the one just before it
};

}  // namespace podium::sim
