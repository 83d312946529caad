#include "control-plane/controllers/framework/rate_limiter.h"

#include <algorithm>

namespace podium::controllers {

Duration backoff_after(const Backoff& backoff, int failures) {
  Duration delay = backoff.initial;
  for (int i = 0; i < failures && delay < backoff.max; ++i) delay *= 2;
  return std::min(delay, backoff.max);
}

Bucket::Bucket(BucketOptions options)
    : interval_(Duration(static_cast<std::int64_t>(1e9 / options.qps))),
      tolerance_(interval_ * (options.burst - 1)) {}

// The generic cell rate algorithm: a token bucket without a counter of tokens.
Duration Bucket::reserve(TimePoint now) {
  pace_ = std::max(pace_, now);
  const Duration wait = std::max(Duration{0}, pace_ - tolerance_ - now);
  pace_ += interval_;
  return wait;
}

}  // namespace podium::controllers
