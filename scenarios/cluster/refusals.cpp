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

}  // namespace

ApiStatus no_server() { return unavailable("the API server is not running"); }

ApiStatus no_metrics_server() { return unavailable("the server is currently unable to handle the request"); }

ApiStatus no_match(const KindInfo& kind) {
  ApiStatus status;
  status.code = 404;
  status.reason = "NotFound";
  status.message =
      "no matches for kind \"" + kind.kind.str() + "\" in version \"" + kind.api_version.str() + "\"";
  return status;
}

ApiResponse refused(ApiStatus status) {
  ApiResponse response;
  response.status = std::move(status);
  return response;
}

}  // namespace podium
