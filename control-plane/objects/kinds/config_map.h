// Plain configuration: keys and texts that pods read as files or environment.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ConfigMap : Object {
  ConfigMap() : Object(info()) {}
  Labels data;
  Labels binary_data;  // base64 texts, as on the wire
  std::optional<bool> immutable;
  Tree rest;

  bool operator==(const ConfigMap&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
