// Endpoints as `kubectl get endpoints` shows them: the first three, and how many more.
#include "control-plane/objects/kinds/endpoints.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

constexpr std::size_t kShown = 3;

std::string addresses_of(const Endpoints& endpoints) {
  std::vector<std::string> shown;
  std::size_t count = 0;
  const auto add = [&](std::string text) {
    if (count++ < kShown) shown.push_back(std::move(text));
  };
  for (const EndpointSubset& subset : endpoints.subsets) {
    for (const EndpointAddress& address : subset.addresses) {
      if (subset.ports.empty()) add(address.ip.str());
      for (const EndpointsPort& port : subset.ports) add(address.ip.str() + ":" + std::to_string(port.port));
    }
  }
  std::string text = or_none(join(shown, ","));
  if (count > kShown) text += " + " + std::to_string(count - kShown) + " more...";
  return text;
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& endpoints = static_cast<const Endpoints&>(object);
  return {endpoints.metadata.name.str(), addresses_of(endpoints),
          age(endpoints.metadata.creation_timestamp, now)};
}

}  // namespace

Printer endpoints_printer() {
  return {&Endpoints::info(), {{"Name", "string", "name"}, {"Endpoints"}, {"Age"}}, &row};
}

}  // namespace podium
