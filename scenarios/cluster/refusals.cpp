#include "scenarios/cluster/refusals.h"

#include <utility>

#include "control-plane/objects/object.h"

namespace podium {
namespace {

ApiStatus unavailable(const char* why) {
  ApiStatus status;
  status.code = 503;
  status.reason = "ServiceUnavailable";
  status.message = why;
  return status;
}

ApiStatus not_there(std::string why) {
  ApiStatus status;
  status.code = 404;
  status.reason = "NotFound";
  status.message = std::move(why);
  return status;
}

}  // namespace

ApiStatus no_server() { return unavailable("the API server is not running"); }

ApiStatus no_metrics(bool wanted) {
  if (wanted) return unavailable("the server is currently unable to handle the request");
  return not_there("the server could not find the requested resource");
}

ApiStatus no_custom_metrics() {
  return not_there("no custom metrics API (custom.metrics.k8s.io) registered");
}

ApiStatus no_match(const KindInfo& kind) {
  return not_there("no matches for kind \"" + kind.kind.str() + "\" in version \"" + kind.api_version.str() +
                   "\"");
}

ApiResponse refused(ApiStatus status) {
  ApiResponse response;
  response.status = std::move(status);
  return response;
}

}  // namespace podium
