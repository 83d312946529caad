// Services as `kubectl get services` shows them.
#include "control-plane/objects/kinds/service.h"

#include <nlohmann/json.hpp>

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string ports_of(const ServiceSpec& spec) {
  std::vector<std::string> ports;
  for (const ServicePort& port : spec.ports) {
    std::string text = std::to_string(port.port);
    if (port.node_port > 0) text += ":" + std::to_string(port.node_port);
    ports.push_back(text + "/" + port.protocol.str());
  }
  return or_none(join(ports, ","));
}

std::string external_of(const Service& service) {
  const ServiceSpec& spec = service.spec.value();
  if (spec.type_ == "ExternalName") return spec.external_name.str();
  std::vector<std::string> addresses;
  const nlohmann::json& status = service.status.json();
  if (spec.type_ == "LoadBalancer" && status.is_object()) {
    const auto ingress =
        status.value(nlohmann::json::json_pointer("/loadBalancer/ingress"), nlohmann::json::array());
    for (const auto& entry : ingress) addresses.push_back(entry.value("ip", entry.value("hostname", "")));
  }
  for (const Text& ip : spec.external_ips) addresses.push_back(ip.str());
  if (addresses.empty()) return spec.type_ == "LoadBalancer" ? "<pending>" : "<none>";
  return join(addresses, ",");
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& service = static_cast<const Service&>(object);
  const ServiceSpec& spec = service.spec.value();
  return {service.metadata.name.str(), spec.type_.str(), or_none(spec.cluster_ip.str()),
          external_of(service),        ports_of(spec),   age(service.metadata.creation_timestamp, now),
          labels_text(spec.selector)};
}

}  // namespace

Printer service_printer() {
  return {&Service::info(),
          {{"Name", "string", "name"},
           {"Type"},
           {"Cluster-IP"},
           {"External-IP"},
           {"Port(s)"},
           {"Age"},
           {"Selector", "string", "", 1}},
          &row};
}

}  // namespace podium
