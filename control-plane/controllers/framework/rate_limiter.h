// How long a key that failed waits: doubling from try to try, and never more than so many a second
// over all keys (client-go's default controller rate limiter).
#pragma once

#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

struct BucketOptions {
  double qps = 10;
  int burst = 100;
};

// initial * 2^failures, at most max. REQUIRES: failures >= 0.
Duration backoff_after(const Backoff& backoff, int failures);

// A token bucket that says how long to wait for the next token, and reserves it.
class Bucket {
 public:
  explicit Bucket(BucketOptions options);
  Duration reserve(TimePoint now);

 private:
  Duration interval_;   // between tokens
  Duration tolerance_;  // how far ahead of the even pace the burst may run
  TimePoint pace_{};    // when the next token would come at an even pace
};

}  // namespace podium::controllers
