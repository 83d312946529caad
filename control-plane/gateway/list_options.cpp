#include "control-plane/gateway/list_options.h"

#include "control-plane/api/errors.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

constexpr const char* kMatch = "resourceVersionMatch";
constexpr const char* kInitial = "sendInitialEvents";
constexpr const char* kExact = "Exact";
constexpr const char* kNotOlderThan = "NotOlderThan";

// Absent and empty are different for a flag that has three meanings.
bool has(const HttpRequest& http, std::string_view name) { return !http.parameter(name).empty(); }

std::vector<FieldError> list_faults(const HttpRequest& http) {
  std::vector<FieldError> errors;
  const std::string_view match = http.parameter(kMatch), version = http.parameter("resourceVersion");
  if (!match.empty()) {
    if (version.empty()) {
      errors.push_back(
          field_forbidden(kMatch, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (has(http, "continue"))
      errors.push_back(
          field_forbidden(kMatch, "resourceVersionMatch is forbidden when continue is provided"));
    if (match != kExact && match != kNotOlderThan)
      errors.push_back(not_supported(kMatch, match, {kExact, kNotOlderThan, ""}));
    if (match == kExact && version == "0") {
      errors.push_back(
          field_forbidden(kMatch, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
  }
  if (has(http, kInitial))
    errors.push_back(field_forbidden(kInitial, "sendInitialEvents is forbidden for list"));
  return errors;
}

std::vector<FieldError> watch_faults(const HttpRequest& http) {
  std::vector<FieldError> errors;
  const std::string_view match = http.parameter(kMatch);
  const bool initial = has(http, kInitial);
  if (initial && match != kNotOlderThan) {
    errors.push_back(
        field_forbidden(kMatch, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
  }
  if (match.empty()) return errors;
  if (!initial) {
    errors.push_back(field_forbidden(
        kMatch, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
  }
  if (match != kNotOlderThan) errors.push_back(not_supported(kMatch, match, {kNotOlderThan}));
  if (has(http, "continue"))
    errors.push_back(field_forbidden(kMatch, "resourceVersionMatch is forbidden when continue is provided"));
  return errors;
}

ApiStatus refused(const std::vector<FieldError>& errors) {
  return errors.empty() ? ApiStatus() : invalid_options("ListOptions", errors);
}

}  // namespace

ApiStatus read_list_options(const HttpRequest& http, ApiRequest& request) {
  if (ApiStatus status = refused(list_faults(http)); !status.ok()) return status;
  const std::string_view version = http.parameter("resourceVersion");
  if (has(http, "continue") && !version.empty() && version != "0")
    return bad_request("specifying resource version is not allowed when using continue");
  if (ApiStatus status = read_number(version, request.resource_version); !status.ok()) return status;
  // A page of a list at some version was of just that version before there was a word to say so.
  const std::string_view match = http.parameter(kMatch);
  request.exact = match == kExact || (match.empty() && request.limit > 0 && request.resource_version > 0);
  return {};
}

ApiStatus read_watch_options(const HttpRequest& http, ApiRequest& request) {
  if (ApiStatus status = refused(watch_faults(http)); !status.ok()) return status;
  request.bookmarks = http.flag("allowWatchBookmarks");
  if (has(http, kInitial))
    request.initial = http.flag(kInitial) ? InitialEvents::kAlways : InitialEvents::kNever;
  return read_number(http.parameter("resourceVersion"), request.resource_version);
}

}  // namespace podium
