#include "control-plane/gateway/status_json.h"

#include <nlohmann/json.hpp>

namespace podium {

nlohmann::json status_json(const ApiStatus& status) {
  nlohmann::json json = {{"kind", "Status"},
                         {"apiVersion", "v1"},
                         {"metadata", nlohmann::json::object()},
                         {"status", status.ok() ? "Success" : "Failure"}};
  if (!status.message.empty()) json["message"] = status.message;
  if (!status.reason.empty()) json["reason"] = status.reason;
  nlohmann::json details = nlohmann::json::object();
  if (!status.details_name.empty()) details["name"] = status.details_name;
  if (!status.details_group.empty()) details["group"] = status.details_group;
  if (!status.details_kind.empty()) details["kind"] = status.details_kind;
  if (!status.details_uid.empty()) details["uid"] = status.details_uid;
  for (const ApiStatus::Cause& cause : status.causes) {
    nlohmann::json item = {{"reason", cause.reason}, {"message", cause.message}};
    if (!cause.field.empty()) item["field"] = cause.field;
    details["causes"].push_back(std::move(item));
  }
  if (status.retry_after_seconds > 0) details["retryAfterSeconds"] = status.retry_after_seconds;
  if (!details.empty()) json["details"] = std::move(details);
  if (!status.ok()) json["code"] = status.code;
  return json;
}

HttpResponse status_response(const ApiStatus& status) {
  HttpResponse response{
      status.code, {{"Content-Type", "application/json"}}, status_json(status).dump() + "\n"};
  if (status.retry_after_seconds > 0) {
    response.headers.emplace_back("Retry-After", std::to_string(status.retry_after_seconds));
  }
  return response;
}

ApiStatus bad_request(std::string message) {
  ApiStatus status;
  status.code = 400;
  status.reason = "BadRequest";
  status.message = std::move(message);
  return status;
}

}  // namespace podium
