// Who serves the ingresses that name this class.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct IngressClassParametersReference {
  Text api_group, kind, name, scope, namespace_;

  bool operator==(const IngressClassParametersReference&) const = default;
  static const Type& type();
};

struct IngressClassSpec {
  Text controller;
  Box<IngressClassParametersReference> parameters;

  bool operator==(const IngressClassSpec&) const = default;
  static const Type& type();
};

struct IngressClass : Object {
  IngressClass() : Object(info()) {}
  Box<IngressClassSpec> spec;
  Tree rest;

  // Used for ingresses that name no class.
  bool is_default() const;

  bool operator==(const IngressClass&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
