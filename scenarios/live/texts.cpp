#include "scenarios/live/texts.h"

#include <charconv>
#include <limits>
#include <numeric>

#include "scenarios/cluster/duration.h"

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
  const std::optional<Duration> step = parse_duration(text);
  return step && *step > Duration{0} ? step : std::nullopt;
}

}  // namespace podium::live
