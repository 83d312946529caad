// Leases as `kubectl get leases` shows them.
#include "control-plane/objects/kinds/lease.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& lease = static_cast<const Lease&>(object);
  return {lease.metadata.name.str(), lease.spec.holder_identity.str(),
          age(lease.metadata.creation_timestamp, now)};
}

}  // namespace

Printer lease_printer() { return {&Lease::info(), {{"Name", "string", "name"}, {"Holder"}, {"Age"}}, &row}; }

}  // namespace podium
