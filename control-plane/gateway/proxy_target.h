// Which pod and port a proxy path leads to: .../pods/[SCHEME:]NAME[:PORT]/proxy/PATH, and the same of a
// service, which stands for one of its ready pods.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "control-plane/gateway/pod_target.h"
#include "runtime/env/random.h"

namespace podium {

struct ProxyName {
  std::string scheme, name, port;  // empty where they are not said
};
// Nothing if it is none.
std::optional<ProxyName> parse_proxy_name(std::string_view text);

struct ProxyTarget {
  PodTarget pod;
  std::uint16_t port = 0;
};

// Source of rules and texts: pkg/registry/core/{pod,service} of Kubernetes 1.33. Only pods can be behind a
// service here; an endpoint that is none is passed over.
ApiStatus find_proxied_pod(ApiBackend& backend, const Key& path, ProxyTarget& target);
ApiStatus find_proxied_service(ApiBackend& backend, const Key& path, Random& random, ProxyTarget& target);

}  // namespace podium
