// Leases for entries that lapse. Entries of the same lifetime share one for a while, as each lease costs
// a transaction. So an entry lasts its lifetime, and up to the window longer. Lives on the HttpThread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/etcd/options.h"
#include "runtime/etcd/wire.h"

namespace podium::etcd {

class Leases {
 public:
  Leases(HttpThread& http, const EtcdStoreOptions& options) : http_(http), options_(options) {}

  // Calls back, perhaps at once: with a lease, or with 0 and the reason.
  using Taker = std::function<void(LeaseId, const std::string& why)>;
  void take(Duration lifetime, const std::string& endpoint, Taker taker);
  // etcd does not know these any more.
  void forget() {
    for (auto& [lifetime, lease] : leases_) lease.id = 0;
  }

 private:
  struct Lease {
    LeaseId id = 0;      // 0: asked for
    Duration usable{0};  // until then, by the thread's clock
    std::vector<Taker> waiting;
  };

  Duration window(Duration lifetime) const;
  void granted(Duration lifetime, Duration asked, const Answer& answer);

  HttpThread& http_;
  const EtcdStoreOptions& options_;
  std::map<Duration, Lease> leases_;  // by lifetime
};

}  // namespace podium::etcd
