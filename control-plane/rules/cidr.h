// Ranges of IP addresses: "10.9.8.0/24", "2001:db8::/64".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace podium {

// An address as its bytes: 4 of IPv4 or 16 of IPv6.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  int size = 0;

  static std::optional<IpAddress> parse(std::string_view text);
};

struct Cidr {
  IpAddress address;  // bits behind the prefix may be set; they do not count
  int prefix = 0;     // bits

  static std::optional<Cidr> parse(std::string_view text);
  bool contains(const IpAddress& other) const;
  // `other` is a part of this range, and not all of it.
  bool strictly_contains(const Cidr& other) const;
};

}  // namespace podium
