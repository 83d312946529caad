// A request that is passed on to an application in a pod, and its answer on the way back.
#pragma once

#include <string>

#include "control-plane/gateway/exchange.h"
#include "control-plane/gateway/open_streams.h"
#include "control-plane/gateway/proxy_target.h"

namespace podium {

// Answers the exchange, now or later, with what the application answers to the request for `path`.
void ask_application(ApiBackend& backend, OpenStreams& streams, const ExchangeRef& exchange,
                     const ProxyTarget& target, const std::string& path);

// A Status-less refusal, as the API server says it of what it cannot reach: 503 and a sentence.
HttpResponse unreachable_service(const std::string& why);

}  // namespace podium
