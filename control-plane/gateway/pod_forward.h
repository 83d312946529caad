// .../pods/NAME/portforward: connections of a client's users to ports of a pod.
#pragma once

#include <memory>

#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/open_streams.h"
#include "control-plane/gateway/pod_target.h"

namespace podium {

// Answers `responder`, now or later. `backend` outlives the session.
void serve_forward(ApiBackend& backend, OpenStreams& streams, const Key& pod,
                   const std::shared_ptr<HttpResponder>& responder);

// Joins one user's connection to a port of the pod, which the connection names.
void serve_port(ApiBackend& backend, OpenStreams& streams, const PodTarget& target,
                std::shared_ptr<ForwardedConnection> client);

}  // namespace podium
