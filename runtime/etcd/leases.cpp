#include "runtime/etcd/leases.h"

#include <algorithm>
#include <utility>

namespace podium::etcd {

// A twentieth of the lifetime, but whole seconds, as leases are.
Duration Leases::window(Duration lifetime) const {
  return std::min<Duration>(options_.lease_window, std::max<Duration>(1s, lifetime / 20));
}

void Leases::take(Duration lifetime, const std::string& endpoint, Taker taker) {
  Lease& lease = leases_[lifetime];
  if (lease.id != 0 && HttpThread::now() < lease.usable) return taker(lease.id, {});
  lease.waiting.push_back(std::move(taker));
  if (lease.waiting.size() > 1) return;
  lease.id = 0;
  const Duration asked = HttpThread::now();
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(lifetime + window(lifetime)).count();
  http_.call({.url = endpoint + kLeasePath,
              .body = Wire::lease(seconds),
              .timeout = options_.request_timeout,
              .on_data = {}},
             [this, lifetime, asked](const Answer& answer) { granted(lifetime, asked, answer); });
}

void Leases::granted(Duration lifetime, Duration asked, const Answer& answer) {
  Lease& lease = leases_[lifetime];
  const auto id = answer.ok() ? Wire::read_lease(answer.body) : std::nullopt;
  lease.id = id.value_or(0);
  lease.usable = asked + window(lifetime);
  const std::string why = id                 ? ""
                          : answer.code == 0 ? answer.failure
                                             : Wire::read_failure(answer.body).message;
  const std::vector<Taker> waiting = std::exchange(lease.waiting, {});
  for (const Taker& taker : waiting) taker(id.value_or(0), why);
}

}  // namespace podium::etcd
