// What one pod adds to a Service's endpoints.
#pragma once

#include <optional>

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service.h"

namespace podium::controllers {

// An endpoint and the ports it answers on (a named target port is another number on each pod).
struct Wanted {
  Endpoint endpoint;
  List<EndpointPort> ports;
};

// True if the Service picks its pods by a selector.
bool selects_pods(const Service& service);
bool selects(const Service& service, const Pod& pod);

// The pod's endpoint, or nothing: it has no address yet, or has ended. `zone`: its node's, or empty.
// serving: the pod is Ready. terminating: it is being deleted. ready: serving and not terminating, or
// whatever the pod's state, if the Service publishes unready addresses.
std::optional<Wanted> endpoint_of(const Service& service, const Pod& pod, const Text& zone);

// Nothing that an endpoint shows differs.
bool endpoints_alike(const Pod& a, const Pod& b);

// The same endpoint of the same pod in the same condition.
bool same_endpoint(const Endpoint& a, const Endpoint& b);

inline const Text& uid_of(const Endpoint& endpoint) { return endpoint.target_ref.value().uid; }

}  // namespace podium::controllers
