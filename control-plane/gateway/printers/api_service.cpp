// APIServices as `kubectl get apiservices` shows them: who answers, and whether he is there.
#include <nlohmann/json.hpp>

#include "control-plane/aggregation/api_service.h"
#include "control-plane/custom/tree.h"
#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

using nlohmann::json;

std::string service_text(const json& body) {
  const json& service = custom::object_at(custom::object_at(body, "spec"), "service");
  if (service.empty()) return "Local";
  return custom::text_at(service, "namespace") + "/" + custom::text_at(service, "name");
}

std::string available_text(const json& body) {
  for (const json& condition : custom::list_at(custom::object_at(body, "status"), "conditions")) {
    if (custom::text_at(condition, "type") != "Available") continue;
    const std::string status = custom::text_at(condition, "status");
    return status == "True" ? status : status + " (" + custom::text_at(condition, "reason") + ")";
  }
  return "Unknown";
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const json& body = static_cast<const Generic&>(object).body.json();
  return {object.metadata.name.str(), service_text(body), available_text(body),
          age(object.metadata.creation_timestamp, now)};
}

}  // namespace

Printer api_service_printer() {
  return {&aggregation::api_service_kind(),
          {{"Name", "string", "name"}, {"Service"}, {"Available"}, {"Age"}},
          &row};
}

}  // namespace podium
