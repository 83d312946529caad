// IPv4 addresses of the simulated cluster, and the plan by which machines and pods get theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace podium::sim {

using Address = std::uint32_t;  // host byte order

std::string to_string(Address address);
std::optional<Address> parse_address(std::string_view text);

// Machine n has 192.168.0.0/16 in order, and the pod network 10.244.n.0/24; from the 257th machine on
// the pod networks follow in 10.245 to 10.255, then in 10.112 to 10.243: beside the service network
// 10.96.0.0/12 there is room for 36,864 machines.
Address machine_address(std::uint32_t machine);
Address pod_network(std::uint32_t machine);

}  // namespace podium::sim
