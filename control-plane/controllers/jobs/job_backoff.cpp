#include "control-plane/controllers/jobs/job_backoff.h"

#include <algorithm>

#include "control-plane/controllers/framework/rate_limiter.h"

namespace podium::controllers {

TimePoint retry_at(const Backoff& backoff, std::int32_t failures, TimePoint last_failure) {
  return failures == 0 ? TimePoint{} : last_failure + backoff_after(backoff, failures - 1);
}

void FailureRecord::failed(TimePoint at) {
  if (last_success != TimePoint{} && at <= last_success) return;
  ++failures;
  last_failure = std::max(last_failure, at);
}

void FailureRecord::succeeded(TimePoint at) {
  last_success = std::max(last_success, at);
  // A failure that was heard of before this success, but came after it, still stands.
  failures = last_failure > last_success ? 1 : 0;
}

}  // namespace podium::controllers
