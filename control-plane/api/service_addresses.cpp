#include "control-plane/api/service_addresses.h"

#include <algorithm>
#include <charconv>

namespace podium {
namespace {

bool wants_address(const ServiceSpec& spec) {
  return !(spec.type_ == "ExternalName") && !(spec.cluster_ip == "None");
}

bool wants_node_ports(const ServiceSpec& spec) {
  if (spec.type_ == "NodePort") return true;
  return spec.type_ == "LoadBalancer" && spec.allocate_load_balancer_node_ports.value_or(true);
}

}  // namespace

std::string address_text(std::uint32_t address) {
  return std::to_string(address >> 24) + "." + std::to_string(address >> 16 & 255) + "." +
         std::to_string(address >> 8 & 255) + "." + std::to_string(address & 255);
}

std::set<std::string> exclusive_parts(const Service& service) {
  const ServiceSpec& spec = service.spec.value();
  std::set<std::string> parts;
  if (!spec.cluster_ip.empty() && !(spec.cluster_ip == "None")) parts.insert("ip/" + spec.cluster_ip.str());
  for (const ServicePort& port : spec.ports) {
    if (port.node_port != 0) parts.insert("port/" + std::to_string(port.node_port));
  }
  return parts;
}

std::optional<std::uint32_t> ServiceAddresses::parse(const Text& address) const {
  std::uint32_t value = 0;
  const std::string_view view = address.view();
  const char* at = view.data();
  const char* end = at + view.size();
  for (int part = 0; part < 4; ++part) {
    std::uint32_t byte = 0;
    const auto [next, error] = std::from_chars(at, end, byte);
    if (error != std::errc() || byte > 255 || (part < 3 && (next == end || *next != '.')))
      return std::nullopt;
    value = value << 8 | byte;
    at = next + 1;
  }
  if (value < options_.first || value - options_.first >= options_.size) return std::nullopt;
  return value;
}

void ServiceAddresses::take(const Service& service) {
  const ServiceSpec& spec = service.spec.value();
  if (const auto address = parse(spec.cluster_ip)) addresses_.insert(*address);
  for (const ServicePort& port : spec.ports) {
    if (port.node_port != 0) node_ports_.insert(port.node_port);
  }
}

void ServiceAddresses::release(const Service& service) {
  const ServiceSpec& spec = service.spec.value();
  if (const auto address = parse(spec.cluster_ip)) addresses_.erase(*address);
  for (const ServicePort& port : spec.ports) node_ports_.erase(port.node_port);
}

// From the upper band: the lower min(max(16, size/16), 256) addresses are left to those who name one.
Text ServiceAddresses::draw_address() {
  const std::uint32_t band = std::min<std::uint32_t>(std::max<std::uint32_t>(16, options_.size / 16), 256);
  while (true) {
    const std::uint32_t address = options_.first + static_cast<std::uint32_t>(random_.between(
                                                       std::int64_t{band}, std::int64_t{options_.size} - 2));
    if (!addresses_.contains(address)) return address_text(address);
  }
}

int ServiceAddresses::draw_node_port(const std::set<int>& also_taken) {
  constexpr int kStaticBand = 86;
  while (true) {
    const int port = static_cast<int>(random_.between(std::int64_t{options_.first_node_port + kStaticBand},
                                                      std::int64_t{options_.last_node_port}));
    if (!node_ports_.contains(port) && !also_taken.contains(port)) return port;
  }
}

std::vector<FieldError> ServiceAddresses::assign(Service& service, const Service* before) {
  std::vector<FieldError> errors;
  const ServiceSpec* old = before == nullptr ? nullptr : before->spec.get();
  const ServiceSpec& spec = *service.spec;
  if (wants_address(spec)) {
    Text address = spec.cluster_ip;
    if (address.empty() && old != nullptr) address = old->cluster_ip;
    const bool own = old != nullptr && old->cluster_ip == address;
    if (address.empty()) {
      address = draw_address();
    } else if (!own) {
      const auto wanted = parse(address);
      const std::string list = "[\"" + address.str() + "\"]";
      if (!wanted) {
        errors.push_back(invalid_value(
            "spec.clusterIPs", list,
            "failed to allocate IP " + address.str() + ": the provided IP is not in the valid range"));
      } else if (addresses_.contains(*wanted)) {
        errors.push_back(
            invalid_value("spec.clusterIPs", list,
                          "failed to allocate IP " + address.str() + ": provided IP is already allocated"));
      }
    }
    if (!(spec.cluster_ip == address) || spec.cluster_ips.empty()) {
      service.spec.edit().cluster_ip = address;
      service.spec.edit().cluster_ips = {address};
    }
  } else if (spec.cluster_ip == "None" && spec.cluster_ips.empty()) {
    service.spec.edit().cluster_ips = {Text("None")};
  }
  if (!wants_node_ports(spec)) return errors;
  std::set<int> drawn;
  for (std::size_t i = 0; i < service.spec->ports.size(); ++i) {
    const int wanted = service.spec->ports[i].node_port;
    const auto owns = [&](int port) {
      return old != nullptr && std::any_of(old->ports.begin(), old->ports.end(),
                                           [&](const ServicePort& p) { return p.node_port == port; });
    };
    if (wanted == 0) {
      const bool keep = old != nullptr && i < old->ports.size() && old->ports[i].node_port != 0;
      const int port = keep ? old->ports[i].node_port : draw_node_port(drawn);
      drawn.insert(port);
      service.spec.edit().ports.edit()[i].node_port = port;
    } else if (wanted < options_.first_node_port || wanted > options_.last_node_port) {
      errors.push_back(invalid_value("spec.ports[" + std::to_string(i) + "].nodePort", std::to_string(wanted),
                                     "provided port is not in the valid range. The range of valid ports is " +
                                         std::to_string(options_.first_node_port) + "-" +
                                         std::to_string(options_.last_node_port)));
    } else if (node_ports_.contains(wanted) && !owns(wanted)) {
      errors.push_back(invalid_value("spec.ports[" + std::to_string(i) + "].nodePort", std::to_string(wanted),
                                     "provided port is already allocated"));
    }
  }
  return errors;
}

}  // namespace podium
