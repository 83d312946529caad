// What containers, pods and claims of a namespace may ask for, and what they get if they do not ask.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct LimitRangeItem {
  Text type_;  // Container, Pod, PersistentVolumeClaim
  ResourceList max, min, default_, default_request, max_limit_request_ratio;

  bool operator==(const LimitRangeItem&) const = default;
  static const Type& type();
};

struct LimitRangeSpec {
  List<LimitRangeItem> limits;

  bool operator==(const LimitRangeSpec&) const = default;
  static const Type& type();
};

struct LimitRange : Object {
  LimitRange() : Object(info()) {}
  Box<LimitRangeSpec> spec;
  Tree rest;

  bool operator==(const LimitRange&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
