// The requests inside one application: c servers and one queue, first come, first served.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/window_sum.h"

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

  // Servers at work, in thousandths, on average over the last full window. A request counts in the window in
  // which its service starts.
  std::int64_t load_milli(TimePoint now) const;
  static constexpr Duration kWindow = WindowSum::kWindow;
  // Requests that came in it, a second, in thousandths.
  std::int64_t arrivals_milli(TimePoint now) const { return arrivals_.milli_per_second(now); }

 private:
  std::vector<TimePoint> free_at_;  // a heap, the earliest on top; empty: no limit
  WindowSum work_;                  // nanoseconds of service
  WindowSum arrivals_;
};

}  // namespace podium::sim
