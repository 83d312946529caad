#include "control-plane/kubelet/backoff.h"

#include <algorithm>

namespace podium::kubelet {
namespace {

bool forgotten(const Backoff& backoff, TimePoint failed, const BackoffLimits& limits) {
  return backoff.delay == Duration{0} || failed - backoff.updated > 2 * limits.max;
}

}  // namespace

TimePoint Backoff::allowed(TimePoint failed, const BackoffLimits& limits) const {
  return forgotten(*this, failed, limits) ? failed : failed + delay;
}

void Backoff::raise(TimePoint failed, TimePoint now, const BackoffLimits& limits) {
  delay = forgotten(*this, failed, limits) ? limits.initial : std::min(2 * delay, limits.max);
  updated = now;
}

}  // namespace podium::kubelet
