// The node's sign of life: a lease, renewed every ten seconds.
#pragma once

#include "control-plane/client/client.h"
#include "control-plane/objects/kinds/lease.h"

namespace podium::kubelet {

class NodeLease {
 public:
  // `client` outlives it. Renewals begin at once and go on at a random phase of `period`.
  NodeLease(Client& client, std::string node, Random random, Duration duration, Duration period);
  ~NodeLease();

  void start();

 private:
  void renew();
  void replied(const ApiResponse& response);
  Ref<Lease> first_lease() const;

  Client& client_;
  Text node_;
  Duration duration_, period_, phase_;
  Ref<const Lease> lease_;  // as stored last; null: unknown, or not there
  TimerId timer_ = TimerId::kNone;
  bool asking_ = false;
};

}  // namespace podium::kubelet
