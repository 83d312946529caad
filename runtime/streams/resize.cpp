#include "runtime/streams/resize.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace podium::streams {
namespace {

constexpr std::size_t kMaxObject = 256;

// The number behind `"name":` in a JSON object.
std::optional<std::uint16_t> number_of(std::string_view object, std::string_view name) {
  const std::size_t found = object.find('"' + std::string(name) + '"');
  if (found == std::string_view::npos) return std::nullopt;
  object.remove_prefix(found + name.size() + 2);
  const std::size_t digits = object.find_first_not_of(" \t\r\n:");
  if (digits == std::string_view::npos) return std::nullopt;
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(object.data() + digits, object.data() + object.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

}  // namespace

std::vector<TerminalSize> ResizeReader::feed(std::string_view piece) {
  std::vector<TerminalSize> sizes;
  for (const char c : piece) {
    if (c == '{' || object_.size() >= kMaxObject) object_.clear();
    object_ += c;
    if (c != '}') continue;
    const auto width = number_of(object_, "Width");
    const auto height = number_of(object_, "Height");
    if (width && height) sizes.push_back({*width, *height});
    object_.clear();
  }
  return sizes;
}

}  // namespace podium::streams
