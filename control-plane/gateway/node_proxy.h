// A request that is passed on to a kubelet: what it says of itself under a path.
#pragma once

#include <string>

#include "control-plane/gateway/exchange.h"
#include "control-plane/gateway/gateway.h"
#include "control-plane/gateway/open_streams.h"

namespace podium {

// Answers the exchange, now or later. REQUIRES: its path names a node.
void ask_kubelet(ApiBackend& backend, OpenStreams& streams, const ExchangeRef& exchange, std::string path);

}  // namespace podium
