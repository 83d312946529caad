#include "control-plane/objects/kinds/config_map.h"

namespace podium {

const Type& ConfigMap::type() {
  using T = ConfigMap;
  static const Type t = struct_type<T>(
      "ConfigMap",
      {field("data", &T::data), field("binaryData", &T::binary_data), field("immutable", &T::immutable)},
      &T::rest);
  return t;
}

const KindInfo& config_map_kind() {
  static const KindInfo kind =
      make_kind<ConfigMap>(kind_index("config_map"), "", "v1", "ConfigMap", "configmaps", true, false);
  return kind;
}

const KindInfo& ConfigMap::info() { return config_map_kind(); }

}  // namespace podium
