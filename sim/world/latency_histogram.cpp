#include "sim/world/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace podium::sim {
namespace {

// Values below 32 us have their own bucket; above, each doubling has 32.
constexpr int kSubBits = 5;
constexpr std::uint64_t kSub = 1u << kSubBits;

}  // namespace

std::size_t LatencyHistogram::bucket_of(std::uint64_t micros) {
  if (micros < kSub) return micros;
  const int shift = std::bit_width(micros) - 1 - kSubBits;
  return (static_cast<std::size_t>(shift) + 1) * kSub + (micros >> shift) - kSub;
}

std::uint64_t LatencyHistogram::end_of(std::size_t bucket) {
  if (bucket < kSub) return bucket;
  const std::size_t shift = bucket / kSub - 1;
  return ((bucket % kSub + kSub + 1) << shift) - 1;
}

void LatencyHistogram::add(Duration latency) {
  const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0) / 1000);
  const std::size_t bucket = bucket_of(micros);
  if (buckets_.size() <= bucket) buckets_.resize(bucket + 1, 0);
  ++buckets_[bucket];
  ++count_;
  sum_ += latency.count();
}

Duration LatencyHistogram::percentile(int percent) const {
  assert(percent > 0 && percent <= 100);
  const std::uint64_t rank = (count_ * static_cast<std::uint64_t>(percent) + 99) / 100;
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank && seen > 0) return std::chrono::microseconds{end_of(i)};
  }
  return Duration{0};
}

}  // namespace podium::sim
