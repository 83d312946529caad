// What pods use, as `kubectl get pods.metrics.k8s.io` shows it.
#include <nlohmann/json.hpp>

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/generic.h"
#include "control-plane/objects/quantity.h"

namespace podium {
namespace {

// The sum of all containers.
std::string sum(const nlohmann::json& body, const char* resource) {
  Quantity all = Quantity::bytes(0);
  if (resource == std::string_view("cpu")) all = Quantity::milli(0);
  for (const nlohmann::json& container : body["containers"])
    all = all + Quantity::parse(container["usage"][resource].get<std::string>()).value_or(Quantity());
  return all.str();
}

std::vector<Cell> row(const Object& object, TimePoint) {
  const nlohmann::json& body = static_cast<const Generic&>(object).body.json();
  return {object.metadata.name.str(), sum(body, "cpu"), sum(body, "memory"),
          body["window"].get<std::string>()};
}

}  // namespace

Printer pod_metrics_printer() {
  return {&computed_kind("PodMetrics"), {{"Name", "string", "name"}, {"Cpu"}, {"Memory"}, {"Window"}}, &row};
}

}  // namespace podium
