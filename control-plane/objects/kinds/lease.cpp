#include "control-plane/objects/kinds/lease.h"

namespace podium {

const Type& LeaseSpec::type() {
  using T = LeaseSpec;
  static const Type t = struct_type<T>(
      "LeaseSpec",
      {field("holderIdentity", &T::holder_identity),
       field("leaseDurationSeconds", &T::lease_duration_seconds), field("acquireTime", &T::acquire_time),
       field("renewTime", &T::renew_time), field("leaseTransitions", &T::lease_transitions)},
      &T::rest);
  return t;
}

const Type& Lease::type() {
  using T = Lease;
  static const Type t = struct_type<T>("Lease", {field("spec", &T::spec, kAlways)}, &T::rest);
  return t;
}

const KindInfo& lease_kind() {
  static const KindInfo kind =
      make_kind<Lease>(kind_index("lease"), "coordination.k8s.io", "v1", "Lease", "leases", true, false);
  return kind;
}

const KindInfo& Lease::info() { return lease_kind(); }

}  // namespace podium
