// How long a job waits before it replaces failed pods.
#pragma once

#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

// initial * 2^(failures-1) after the last failure, at most max; not set without failures.
// REQUIRES: failures >= 0.
TimePoint retry_at(const Backoff& backoff, std::int32_t failures, TimePoint last_failure);

// Failures since the last success, as pods end.
struct FailureRecord {
  std::int32_t failures = 0;
  TimePoint last_failure{}, last_success{};

  void failed(TimePoint at);
  void succeeded(TimePoint at);
};

}  // namespace podium::controllers
