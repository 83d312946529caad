#include "control-plane/gateway/pod_streams.h"

#include "control-plane/gateway/pod_command.h"
#include "control-plane/gateway/pod_forward.h"
#include "control-plane/gateway/pod_log.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

ApiStatus method_not_allowed() {
  ApiStatus status;
  status.code = 405;
  status.reason = "MethodNotAllowed";
  status.message = "the server does not allow this method on the requested resource";
  return status;
}

}  // namespace

bool is_pod_stream(std::string_view subresource) {
  return subresource == "log" || subresource == "exec" || subresource == "attach" ||
         subresource == "portforward";
}

void serve_pod_stream(ApiBackend& backend, OpenStreams& streams, const Key& pod, std::string_view subresource,
                      const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder,
                      TimePoint now) {
  const bool log = subresource == "log";
  if (request.method != "GET" && (log || request.method != "POST"))
    return responder->answer(status_response(method_not_allowed()));
  if (log) return serve_log(backend, streams, pod, request, responder, now);
  if (subresource == "portforward") return serve_forward(backend, streams, pod, responder);
  serve_command(backend, streams, pod, subresource == "exec", request, responder);
}

}  // namespace podium
