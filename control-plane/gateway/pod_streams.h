// Requests that end at a pod's kubelet: log, exec, attach and portforward.
#pragma once

#include <memory>
#include <string_view>

#include "control-plane/gateway/gateway.h"
#include "control-plane/gateway/open_streams.h"

namespace podium {

// Is that subresource of pods one of them?
bool is_pod_stream(std::string_view subresource);

// Answers `responder`, now or later. REQUIRES: is_pod_stream(subresource).
void serve_pod_stream(ApiBackend& backend, OpenStreams& streams, const Key& pod, std::string_view subresource,
                      const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder,
                      TimePoint now);

}  // namespace podium
