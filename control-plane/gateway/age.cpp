#include "control-plane/gateway/age.h"

namespace podium {
namespace {

std::string two(std::int64_t big, const char* big_unit, std::int64_t small, const char* small_unit) {
  std::string text = std::to_string(big) + big_unit;
  if (small != 0) text += std::to_string(small) + small_unit;
  return text;
}

}  // namespace

std::string human_duration(Duration d) {
  const std::int64_t s = d.count() / 1'000'000'000;
  if (s < -1) return "<invalid>";
  if (s < 0) return "0s";
  if (s < 120) return std::to_string(s) + "s";
  const std::int64_t m = s / 60;
  if (m < 10) return two(m, "m", s % 60, "s");
  if (m < 180) return std::to_string(m) + "m";
  const std::int64_t h = m / 60;
  if (h < 8) return two(h, "h", m % 60, "m");
  if (h < 48) return std::to_string(h) + "h";
  const std::int64_t days = h / 24;
  if (days < 8) return two(days, "d", h % 24, "h");
  if (days < 2 * 365) return std::to_string(days) + "d";
  if (days < 8 * 365) return two(days / 365, "y", days % 365, "d");
  return std::to_string(days / 365) + "y";
}

std::string age(TimePoint then, TimePoint now) {
  return then == TimePoint{} ? "<unknown>" : human_duration(now - then);
}

}  // namespace podium
