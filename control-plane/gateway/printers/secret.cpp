// Secrets as `kubectl get secrets` shows them: never their values.
#include "control-plane/objects/kinds/secret.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& secret = static_cast<const Secret&>(object);
  return {secret.metadata.name.str(), secret.type_.str(), std::to_string(secret.data.size()),
          age(secret.metadata.creation_timestamp, now)};
}

}  // namespace

Printer secret_printer() {
  return {&Secret::info(), {{"Name", "string", "name"}, {"Type"}, {"Data"}, {"Age"}}, &row};
}

}  // namespace podium
