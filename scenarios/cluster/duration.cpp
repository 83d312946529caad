#include "scenarios/cluster/duration.h"

#include <charconv>
#include <cstdio>

namespace podium {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};

// Where one begins another, the longer first.
constexpr Unit kUnits[] = {{"ns", 1},
                           {"us", 1'000},
                           {"ms", 1'000'000},
                           {"s", 1'000'000'000},
                           {"m", 60'000'000'000},
                           {"h", 3'600'000'000'000},
                           {"d", 86'400'000'000'000}};

// Takes a whole number off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

struct Fraction {
  std::int64_t numerator = 0, denominator = 1;
};

// Takes ".25" off the front of `text`; 0 if there is none.
std::optional<Fraction> take_decimals(std::string_view& text) {
  constexpr std::size_t kMostDigits = 4;  // so that no product with a unit overflows
  if (!text.starts_with('.')) return Fraction{};
  text.remove_prefix(1);
  const std::size_t before = text.size();
  const auto number = take_number(text);
  const std::size_t digits = before - text.size();
  if (!number || digits > kMostDigits) return std::nullopt;
  Fraction fraction{*number, 1};
  for (std::size_t i = 0; i < digits; ++i) fraction.denominator *= 10;
  return fraction;
}

std::optional<std::int64_t> take_unit(std::string_view& text) {
  for (const Unit& unit : kUnits) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return unit.nanos;
  }
  return std::nullopt;
}

// Takes "1.5s" off the front of `text`.
std::optional<std::int64_t> take_part(std::string_view& text) {
  const auto whole = take_number(text);
  const auto decimals = whole ? take_decimals(text) : std::nullopt;
  const auto unit = decimals ? take_unit(text) : std::nullopt;
  std::int64_t nanos = 0;
  if (!unit || __builtin_mul_overflow(*whole, *unit, &nanos)) return std::nullopt;
  if (__builtin_add_overflow(nanos, decimals->numerator * *unit / decimals->denominator, &nanos))
    return std::nullopt;
  return nanos;
}

// "2.5s" of up to a minute; no decimals that are zero.
std::string seconds_text(std::int64_t nanos) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(nanos) / 1e9);
  std::string shown = text;
  shown.erase(shown.find_last_not_of('0') + 1);
  if (shown.back() == '.') shown.pop_back();
  return shown + "s";
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text == "0") return Duration{0};
  if (text.empty()) return std::nullopt;
  std::int64_t sum = 0;
  while (!text.empty()) {
    const auto part = take_part(text);
    if (!part || __builtin_add_overflow(sum, *part, &sum)) return std::nullopt;
  }
  return Duration{sum};
}

std::string duration_text(Duration d) {
  std::int64_t left = d.count();
  if (left == 0) return "0s";
  if (left < 0) return "-" + duration_text(-d);
  if (left < 1'000) return std::to_string(left) + "ns";
  if (left < 1'000'000) return std::to_string(left / 1'000) + "us";
  if (left < 1'000'000'000) return std::to_string(left / 1'000'000) + "ms";
  left = (left + 500'000) / 1'000'000 * 1'000'000;  // so that 59.9999s is a minute
  std::string text;
  const auto take = [&](std::int64_t unit, const char* name) {
    if (left < unit) return;
    text += std::to_string(left / unit) + name;
    left %= unit;
  };
  take(3'600'000'000'000, "h");
  take(60'000'000'000, "m");
  return left > 0 ? text + seconds_text(left) : text;
}

}  // namespace podium
