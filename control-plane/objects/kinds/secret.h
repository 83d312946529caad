// Confidential data: keys and base64 texts.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct Secret : Object {
  Secret() : Object(info()) {}
  Labels data;         // base64 texts, as on the wire
  Labels string_data;  // write-only convenience: moved into data on the way in
  Text type_;
  std::optional<bool> immutable;
  Tree rest;

  bool operator==(const Secret&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
