// Which service addresses and node ports are taken. Rebuilt from the stored Services at start.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "control-plane/objects/kinds/service.h"
#include "control-plane/rules/rules.h"
#include "runtime/env/random.h"

namespace podium {

struct ServiceAddressOptions {
  std::uint32_t first = 0x0a600000;  // 10.96.0.0, of a /12
  std::uint32_t size = 1u << 20;
  int first_node_port = 30000, last_node_port = 32767;
};

// "10.96.0.1".
std::string address_text(std::uint32_t address);

// What of a Service no other may have: "ip/10.96.0.1", "port/30080".
std::set<std::string> exclusive_parts(const Service& service);

class ServiceAddresses {
 public:
  ServiceAddresses(ServiceAddressOptions options, Random random) : options_(options), random_(random) {}

  // Counts a stored Service's address and ports as taken, or as free again.
  void take(const Service& service);
  void release(const Service& service);

  // Fills in what the Service needs and does not name, and checks what it names. Takes nothing yet.
  // `before`: the stored Service of an update, whose own address and ports are free to it.
  std::vector<FieldError> assign(Service& service, const Service* before);

 private:
  std::optional<std::uint32_t> parse(const Text& address) const;
  Text draw_address();
  int draw_node_port(const std::set<int>& also_taken);

  ServiceAddressOptions options_;
  Random random_;
  std::set<std::uint32_t> addresses_;
  std::set<int> node_ports_;
};

}  // namespace podium
