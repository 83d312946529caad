#include "scenarios/live/texts.h"

#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <utility>

namespace podium::live {
namespace {

constexpr std::uint32_t kThousandths = 1000;

// Takes a number off the front of `text`.
template <class Number>
std::optional<Number> take_number(std::string_view& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// Takes ".25" off the front of `text`, as thousandths; 0 if there is none.
std::optional<std::uint32_t> take_decimals(std::string_view& text) {
  if (!text.starts_with('.')) return 0;
  text.remove_prefix(1);
  const std::size_t before = text.size();
  auto number = take_number<std::uint32_t>(text);
  const std::size_t digits = before - text.size();
  if (!number || digits > 3) return std::nullopt;
  for (std::size_t i = digits; i < 3; ++i) *number *= 10;
  return number;
}

// Takes a unit off the front of `text`.
std::optional<Duration> take_unit(std::string_view& text) {
  constexpr std::array<std::pair<std::string_view, Duration>, 4> kUnits{
      {{"ms", 1ms}, {"h", 1h}, {"m", 1min}, {"s", 1s}}};
  for (const auto& [name, unit] : kUnits) {
    if (!text.starts_with(name)) continue;
    text.remove_prefix(name.size());
    return unit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Speed> parse_speed(std::string_view text) {
  if (text == "max") return Speed{.unlimited = true};
  const auto whole = take_number<std::uint32_t>(text);
  if (!whole || *whole > std::numeric_limits<std::uint32_t>::max() / kThousandths - 1) return std::nullopt;
  const auto decimals = take_decimals(text);
  if (!decimals || !(text.empty() || text == "x")) return std::nullopt;
  const std::uint32_t thousandths = *whole * kThousandths + *decimals;
  if (thousandths == 0) return std::nullopt;
  const std::uint32_t common = std::gcd(thousandths, kThousandths);
  return Speed{.numerator = thousandths / common, .denominator = kThousandths / common};
}

std::string speed_text(Speed speed) {
  if (speed.unlimited) return "max";
  std::string text = std::to_string(speed.numerator / speed.denominator);
  const std::uint64_t rest = speed.numerator % speed.denominator;
  if (rest > 0) {
    std::string decimals = std::to_string(kThousandths + rest * kThousandths / speed.denominator);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += "." + decimals.substr(1);
  }
  return text + "x";
}

std::optional<Duration> parse_step(std::string_view text) {
  std::int64_t sum = 0;
  while (!text.empty()) {
    const auto number = take_number<std::int64_t>(text);
    const auto unit = number ? take_unit(text) : std::nullopt;
    std::int64_t part = 0;
    if (!unit || __builtin_mul_overflow(*number, unit->count(), &part) ||
        __builtin_add_overflow(sum, part, &sum)) {
      return std::nullopt;
    }
  }
  return sum > 0 ? std::optional(Duration{sum}) : std::nullopt;
}

}  // namespace podium::live
