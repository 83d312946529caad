#include "sim/world/address.h"

#include <cassert>

namespace podium::sim {
namespace {

constexpr Address ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

}  // namespace

std::string to_string(Address address) {
  std::string text;
  for (const int shift : {24, 16, 8, 0}) {
    if (!text.empty()) text += '.';
    text += std::to_string(address >> shift & 0xff);
  }
  return text;
}

std::optional<Address> parse_address(std::string_view text) {
  Address address = 0;
  int parts = 0;
  std::size_t at = 0;
  while (parts < 4) {
    std::uint32_t part = 0;
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 3)
      part = part * 10 + static_cast<std::uint32_t>(text[at++] - '0');
    if (at == begin || part > 255) return std::nullopt;
    address = address << 8 | part;
    if (++parts < 4 && (at == text.size() || text[at++] != '.')) return std::nullopt;
  }
  return at == text.size() ? std::optional(address) : std::nullopt;
}

Address machine_address(std::uint32_t machine) {
  assert(machine < 254 * 254);
  return ip(192, 168, machine / 254, machine % 254 + 1);
}

Address pod_network(std::uint32_t machine) {
  assert(machine < 36'864);
  const std::uint32_t block = machine / 256;
  const std::uint32_t second = block < 12 ? 244 + block : 112 + (block - 12);
  return ip(10, second, machine % 256, 0);
}

}  // namespace podium::sim
