// ConfigMaps as `kubectl get configmaps` shows them.
#include "control-plane/objects/kinds/config_map.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& map = static_cast<const ConfigMap&>(object);
  return {map.metadata.name.str(), std::to_string(map.data.size() + map.binary_data.size()),
          age(map.metadata.creation_timestamp, now)};
}

}  // namespace

Printer config_map_printer() {
  return {&ConfigMap::info(), {{"Name", "string", "name"}, {"Data"}, {"Age"}}, &row};
}

}  // namespace podium
