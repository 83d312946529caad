#include "control-plane/objects/go_duration_text.h"

namespace podium {

std::string go_duration_text(Duration duration) {
  const std::int64_t ms = duration.count() / 1'000'000;
  if (ms == 0) return "0s";
  if (ms < 1000) return std::to_string(ms) + "ms";
  std::string fraction = std::to_string(1000 + ms % 1000);
  fraction[0] = '.';
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (fraction == ".") fraction.clear();
  const std::int64_t seconds = ms / 1000;
  std::string text;
  if (seconds >= 3600) text += std::to_string(seconds / 3600) + "h";
  if (seconds >= 60) text += std::to_string(seconds / 60 % 60) + "m";
  return text + std::to_string(seconds % 60) + fraction + "s";
}

}  // namespace podium
