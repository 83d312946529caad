// Durations counted in buckets that grow with the value: quantiles to within 3 %, in a few kilobytes.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/env/time.h"

namespace podium::sim {

class LatencyHistogram {
 public:
  void add(Duration latency);

  std::uint64_t count() const { return count_; }
  Duration mean() const {
    return count_ == 0 ? Duration{0} : Duration{sum_ / static_cast<std::int64_t>(count_)};
  }
  // The value below which `percent` of the durations lie, rounded up to the end of its bucket; 0 if
  // there are none. REQUIRES: 0 < percent <= 100.
  Duration percentile(int percent) const;

 private:
  static std::size_t bucket_of(std::uint64_t micros);
  static std::uint64_t end_of(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t sum_ = 0;  // nanoseconds
};

}  // namespace podium::sim
