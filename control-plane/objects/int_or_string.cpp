#include "control-plane/objects/int_or_string.h"

#include <charconv>

namespace podium {

std::optional<std::int32_t> IntOrString::scaled(std::int32_t total, bool round_up) const {
  if (!is_text()) return number;
  const std::string_view view = text.view();
  if (view.back() != '%') return std::nullopt;
  std::int64_t percent = 0;
  const char* last = view.data() + view.size() - 1;
  const auto [end, error] = std::from_chars(view.data(), last, percent);
  if (error != std::errc() || end != last) return std::nullopt;
  const std::int64_t product = percent * total;
  return static_cast<std::int32_t>(round_up ? (product + 99) / 100 : product / 100);
}

}  // namespace podium
