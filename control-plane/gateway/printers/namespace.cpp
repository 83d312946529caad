// Namespaces as `kubectl get namespaces` shows them.
#include "control-plane/objects/kinds/namespace.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& space = static_cast<const Namespace&>(object);
  return {space.metadata.name.str(), space.status.phase.str(), age(space.metadata.creation_timestamp, now)};
}

}  // namespace

Printer namespace_printer() {
  return {&Namespace::info(), {{"Name", "string", "name"}, {"Status"}, {"Age"}}, &row};
}

}  // namespace podium
