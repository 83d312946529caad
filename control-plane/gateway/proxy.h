// Requests that are passed on: pods/NAME/proxy/PATH and services/NAME/proxy/PATH to an application,
// nodes/NAME/proxy/PATH to a kubelet.
//
// To an application they go the way of a forwarded port, over the pod's kubelet. An answer streams back as it
// comes. What is not done here: links in HTML pages are not rewritten, and connections are not upgraded.
#pragma once

#include <memory>
#include <string>

#include "control-plane/gateway/exchange.h"
#include "control-plane/gateway/gateway.h"
#include "control-plane/gateway/open_streams.h"

namespace podium {

// Of a path's subresource: "proxy", or "proxy/" with something behind it.
bool is_proxy(const ApiPath& path);

// Answers the exchange, now or later. REQUIRES: is_proxy.
void serve_proxy(ApiBackend& backend, const std::shared_ptr<OpenStreams>& streams, Random& random,
                 const ExchangeRef& exchange);

}  // namespace podium
