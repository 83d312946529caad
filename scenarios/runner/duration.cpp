#include <array>
#include <charconv>
#include <cstdio>

#include "scenarios/runner/section.h"

namespace podium::scenario {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};

// Longest first where one is the beginning of another.
constexpr std::array<Unit, 7> kUnits{{{"ns", 1},
                                      {"us", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", 1'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"d", 86'400'000'000'000}}};

const Unit* unit_at(std::string_view text) {
  for (const Unit& unit : kUnits) {
    const bool longer = unit.name == "m" && text.starts_with("ms");
    if (text.starts_with(unit.name) && !longer) return &unit;
  }
  return nullptr;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text == "0") return Duration{0};
  std::int64_t total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    double amount = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (error != std::errc() || amount < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const Unit* unit = unit_at(text);
    if (unit == nullptr) return std::nullopt;
    total += static_cast<std::int64_t>(amount * static_cast<double>(unit->nanos) + 0.5);
    text.remove_prefix(unit->name.size());
  }
  return Duration{total};
}

std::string duration_text(Duration d) {
  std::int64_t left = d.count();
  if (left == 0) return "0s";
  if (left < 0) return "-" + duration_text(-d);
  std::string text;
  const auto take = [&](std::int64_t unit, const char* name) {
    if (left < unit) return;
    text += std::to_string(left / unit) + name;
    left %= unit;
  };
  take(3'600'000'000'000, "h");
  take(60'000'000'000, "m");
  if (left >= 1'000'000'000 || (left > 0 && !text.empty())) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f", static_cast<double>(left) / 1e9);
    std::string shown = seconds;
    shown.erase(shown.find_last_not_of('0') + 1);
    if (shown.back() == '.') shown.pop_back();
    return shown == "0" ? text : text + shown + "s";
  }
  if (left >= 1'000'000) return std::to_string(left / 1'000'000) + "ms";
  take(1'000, "us");
  return text.empty() ? std::to_string(left) + "ns" : text;
}

}  // namespace podium::scenario
