// The identity that a pod acts with.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ServiceAccount : Object {
  ServiceAccount() : Object(info()) {}
  std::optional<bool> automount_service_account_token;
  Tree rest;  // secrets, imagePullSecrets

  bool operator==(const ServiceAccount&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
