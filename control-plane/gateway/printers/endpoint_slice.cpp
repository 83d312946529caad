// EndpointSlices as `kubectl get endpointslices` shows them.
#include "control-plane/objects/kinds/endpoint_slice.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

constexpr std::size_t kShown = 3;

std::string shortened(std::vector<std::string> parts) {
  const std::size_t count = parts.size();
  if (count > kShown) parts.resize(kShown);
  std::string text = join(parts, ",");
  if (count > kShown) text += " + " + std::to_string(count - kShown) + " more...";
  return text;
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& slice = static_cast<const EndpointSlice&>(object);
  std::vector<std::string> ports, addresses;
  for (const EndpointPort& port : slice.ports) ports.push_back(port.port ? std::to_string(*port.port) : "*");
  for (const Endpoint& endpoint : slice.endpoints) {
    for (const Text& address : endpoint.addresses) addresses.push_back(address.str());
  }
  return {slice.metadata.name.str(), slice.address_type.str(), ports.empty() ? "<unset>" : shortened(ports),
          addresses.empty() ? "<unset>" : shortened(addresses), age(slice.metadata.creation_timestamp, now)};
}

}  // namespace

Printer endpoint_slice_printer() {
  return {&EndpointSlice::info(),
          {{"Name", "string", "name"}, {"AddressType"}, {"Ports"}, {"Endpoints"}, {"Age"}},
          &row};
}

}  // namespace podium
