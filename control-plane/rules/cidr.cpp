#include "control-plane/rules/cidr.h"

#include <charconv>
#include <vector>

namespace podium {
namespace {

std::optional<unsigned> number(std::string_view text, int base, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || value > max) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

std::optional<IpAddress> parse_v4(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  IpAddress address;
  address.size = 4;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::optional<unsigned> byte = number(parts[i], 10, 255);
    if (!byte) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*byte);
  }
  return address;
}

// The groups of one side of "::", two bytes each, written from `at` on. Null if one is malformed.
std::optional<std::vector<std::uint8_t>> groups(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  if (text.empty()) return bytes;
  for (const std::string_view part : split(text, ':')) {
    const std::optional<unsigned> group = number(part, 16, 0xffff);
    if (!group) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*group >> 8));
    bytes.push_back(static_cast<std::uint8_t>(*group & 0xff));
  }
  return bytes;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const auto head = groups(text.substr(0, gap));
  const auto tail = groups(has_gap ? text.substr(gap + 2) : std::string_view());
  if (!head || !tail) return std::nullopt;
  const std::size_t given = head->size() + tail->size();
  if (has_gap ? given > 14 : given != 16) return std::nullopt;
  IpAddress address;
  address.size = 16;
  std::copy(head->begin(), head->end(), address.bytes.begin());
  std::copy(tail->begin(), tail->end(), address.bytes.end() - static_cast<std::ptrdiff_t>(tail->size()));
  return address;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<IpAddress> address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const auto bits = number(text.substr(slash + 1), 10, static_cast<unsigned>(address->size) * 8);
  if (!bits) return std::nullopt;
  return Cidr{*address, static_cast<int>(*bits)};
}

bool Cidr::contains(const IpAddress& other) const {
  if (other.size != address.size) return false;
  for (int bit = 0; bit < prefix; ++bit) {
    const std::uint8_t mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
    const auto byte = static_cast<std::size_t>(bit / 8);
    if ((address.bytes[byte] & mask) != (other.bytes[byte] & mask)) return false;
  }
  return true;
}

bool Cidr::strictly_contains(const Cidr& other) const {
  return other.prefix > prefix && contains(other.address);
}

}  // namespace podium
