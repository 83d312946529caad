// What nodes use, as `kubectl get nodes.metrics.k8s.io` shows it.
#include <nlohmann/json.hpp>

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/generic.h"
#include "control-plane/objects/quantity.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint) {
  const nlohmann::json& body = static_cast<const Generic&>(object).body.json();
  return {object.metadata.name.str(), body["usage"]["cpu"].get<std::string>(),
          body["usage"]["memory"].get<std::string>(), body["window"].get<std::string>()};
}

}  // namespace

Printer node_metrics_printer() {
  return {&computed_kind("NodeMetrics"), {{"Name", "string", "name"}, {"Cpu"}, {"Memory"}, {"Window"}}, &row};
}

}  // namespace podium
