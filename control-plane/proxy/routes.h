// Which pods answer for a Service on a node: a function of the Service, its slices and the node.
#pragma once

#include <vector>

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/service.h"
#include "runtime/env/data_plane.h"

namespace podium {

// The routes of every port, by cluster IP and by node port, as kube-proxy would program them:
// ready endpoints; if none is, those that still serve while terminating; none at all: refused, or
// dropped where a Local policy hides endpoints of other nodes. No routes without a cluster IP.
// Source: pkg/proxy/topology.go of Kubernetes 1.33 (without zone hints).
std::vector<Route> routes_for(const Service& service, const std::vector<Ref<const EndpointSlice>>& slices,
                              const Text& node);

}  // namespace podium
