// Of several candidates for one job, one leads at a time: whoever holds a Lease and keeps renewing it
// (client-go's leaderelection). A clock is only compared with itself: a candidate counts how long it has
// seen a Lease unchanged, so clocks that are apart do no harm, as long as they run about equally fast.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "control-plane/client/client.h"
#include "control-plane/objects/kinds/lease.h"

namespace podium {

struct LeaderElectionOptions {
  std::string namespace_ = "kube-system", name;  // of the Lease: "kube-scheduler"
  std::string identity;                          // told from all other candidates: candidate_identity()
  Duration lease_duration = 15s;                 // so long others leave a leader who has fallen silent
  Duration renew_deadline = 10s;                 // a leader who could not renew for so long gives up
  Duration retry_period = 2s;                    // between two looks
  Duration retry_jitter = 2400ms;                // a candidate waits up to that much longer (1.2 periods)
  // There can be no other candidate: whoever holds the Lease is one of a life that has ended.
  bool alone = false;
};

// "HOST_UUID", as client-go's candidates call themselves: another one in each life.
std::string candidate_identity(std::string_view host, Random& random);

// What a candidate has seen of the Lease, by its own clock.
struct SeenLease {
  Ref<const Lease> lease;  // null: never seen
  TimePoint since{};       // unchanged since then
};

// The Lease as this candidate wants it, or null: somebody else leads. `stored`: as it is; null: not there.
// Pure: the rule of who may lead.
Ref<Lease> wanted_lease(const Ref<const Lease>& stored, const SeenLease& seen,
                        const LeaderElectionOptions& options, TimePoint now);

class LeaderElection {
 public:
  // `client` and its executor outlive it. `lead` is called when the Lease is ours; `lost` once, when it is
  // not any more: the caller must stop at once, and the election is over.
  LeaderElection(Client& client, LeaderElectionOptions options, std::function<void()> lead,
                 std::function<void()> lost);
  ~LeaderElection();
  LeaderElection(const LeaderElection&) = delete;
  LeaderElection& operator=(const LeaderElection&) = delete;

  void start();
  bool leading() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace podium
