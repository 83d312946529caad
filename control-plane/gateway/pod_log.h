// GET .../pods/NAME/log: the log of a container, from its kubelet to the client.
#pragma once

#include <memory>

#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/open_streams.h"
#include "control-plane/gateway/pod_target.h"

namespace podium {

// Answers `responder`, now or later.
void serve_log(ApiBackend& backend, OpenStreams& streams, const Key& pod, const HttpRequest& request,
               const std::shared_ptr<HttpResponder>& responder, TimePoint now);

}  // namespace podium
