#include "control-plane/gateway/refusals.h"

#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

ApiStatus refusal(int code, const char* reason, std::string message) {
  ApiStatus status;
  status.code = code;
  status.reason = reason;
  status.message = std::move(message);
  return status;
}

}  // namespace

ApiStatus not_found_at_all() {
  return refusal(404, "NotFound", "the server could not find the requested resource");
}

ApiStatus unavailable() { return refusal(503, "ServiceUnavailable", "the API server is not running"); }

ApiStatus unauthorized() { return refusal(401, "Unauthorized", "Unauthorized"); }

ApiStatus method_not_allowed() {
  return refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
}

ApiStatus not_acceptable() {
  return refusal(406, "NotAcceptable",
                 "406: Not Acceptable\n\nAvailable representations: application/json, "
                 "application/json;stream=watch");
}

ApiStatus unsupported_patch() {
  return refusal(415, "UnsupportedMediaType",
                 "the body of the request was in an unknown format - accepted media types include: "
                 "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, "
                 "application/strategic-merge-patch+json");
}

ApiStatus bad_number(std::string_view text) {
  return bad_request("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax");
}

ApiStatus body_too_large(std::size_t limit) {
  return refusal(413, "RequestEntityTooLarge", "Request entity too large: limit is " + std::to_string(limit));
}

HttpResponse too_many_requests() {
  return {429,
          {{"Content-Type", "text/plain; charset=utf-8"},
           {"X-Content-Type-Options", "nosniff"},
           {"Retry-After", "1"}},
          "Too many requests, please try again later.\n"};
}

HttpResponse no_such_page() {
  return {404, {{"Content-Type", "text/plain; charset=utf-8"}}, "404 page not found\n"};
}

}  // namespace podium
