// Exponential back-off as kubelets count it: for restarts and for image pulls.
#pragma once

#include "runtime/env/time.h"

namespace podium::kubelet {

struct BackoffLimits {
  Duration initial{10s}, max{300s};
};

// One key's back-off. `delay` zero: nothing happened yet.
struct Backoff {
  Duration delay{0};
  TimePoint updated{};  // when it was raised last

  // When what failed at `failed` may be tried again. The first time, and after 2 x max without a
  // failure, that is at once.
  // Source: client-go flowcontrol IsInBackOffSince, kubelet doBackOff.
  TimePoint allowed(TimePoint failed, const BackoffLimits& limits) const;

  // It is tried again `now`, after it failed at `failed`: the next wait is twice as long.
  void raise(TimePoint failed, TimePoint now, const BackoffLimits& limits);
};

}  // namespace podium::kubelet
