#include "scenarios/report/text.h"

#include <algorithm>

namespace podium {

std::string padded(std::string_view text, std::size_t width) {
  const auto characters = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  return std::string(text) + std::string(width > characters ? width - characters : 0, ' ');
}

}  // namespace podium
