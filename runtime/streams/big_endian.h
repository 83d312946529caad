// Numbers in network order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace podium::streams {

// The number in the first `width` bytes. REQUIRES: width <= 8, and `bytes` has as many.
inline std::uint64_t read_number(std::string_view bytes, std::size_t width) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < width; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

// Appends `number` in `width` bytes.
inline void append_number(std::string& bytes, std::uint64_t number, std::size_t width) {
  for (std::size_t i = width; i > 0; --i) bytes += static_cast<char>(number >> (8 * (i - 1)) & 255);
}

}  // namespace podium::streams
