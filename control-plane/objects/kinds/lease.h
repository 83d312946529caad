// A claim that must be renewed: node heartbeats and leader election.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct LeaseSpec {
  Text holder_identity;
  std::optional<std::int32_t> lease_duration_seconds, lease_transitions;
  MicroTime acquire_time, renew_time;
  Tree rest;

  bool operator==(const LeaseSpec&) const = default;
  static const Type& type();
};

struct Lease : Object {
  Lease() : Object(info()) {}
  LeaseSpec spec;
  Tree rest;

  bool operator==(const Lease&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
