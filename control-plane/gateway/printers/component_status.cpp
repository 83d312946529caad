// The health of the control plane's components, as `kubectl get componentstatuses` shows it.
#include <nlohmann/json.hpp>

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/generic.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint) {
  std::string status = "Unknown", message, error;
  for (const nlohmann::json& condition : static_cast<const Generic&>(object).body.json()["conditions"]) {
    if (condition["type"] != "Healthy") continue;
    const std::string value = condition["status"];
    status = value == "True" ? "Healthy" : value == "False" ? "Unhealthy" : "Unknown";
    message = condition.value("message", "");
    error = condition.value("error", "");
  }
  return {object.metadata.name.str(), status, message, error};
}

}  // namespace

Printer component_status_printer() {
  return {&computed_kind("ComponentStatus"),
          {{"Name", "string", "name"}, {"Status"}, {"Message"}, {"Error"}},
          &row};
}

}  // namespace podium
