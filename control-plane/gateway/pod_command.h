// .../pods/NAME/exec and attach: streams between a client and a command in a container.
#pragma once

#include <memory>

#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/open_streams.h"
#include "control-plane/gateway/pod_target.h"

namespace podium {

// Answers `responder`, now or later. `runs`: the command of the request; else the main process.
void serve_command(ApiBackend& backend, OpenStreams& streams, const Key& pod, bool runs,
                   const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder);

}  // namespace podium
