#include "control-plane/objects/quantity.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace podium {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kNano = 1'000'000'000;
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr Wide kLimit = Wide{kMax} * kNano;  // the largest amount, in units of 1e-9

struct Suffix {
  std::string_view text;
  int base;      // 2 or 10
  int exponent;  // value = base^exponent
};

constexpr Suffix kBinary[] = {{"Ki", 2, 10}, {"Mi", 2, 20}, {"Gi", 2, 30},
                              {"Ti", 2, 40}, {"Pi", 2, 50}, {"Ei", 2, 60}};
constexpr Suffix kDecimal[] = {{"n", 10, -9}, {"u", 10, -6}, {"m", 10, -3}, {"", 10, 0},   {"k", 10, 3},
                               {"M", 10, 6},  {"G", 10, 9},  {"T", 10, 12}, {"P", 10, 15}, {"E", 10, 18}};

struct Parts {
  Wide mantissa = 0;  // all digits, the point dropped
  int scale = 0;      // digits after the point; negative: digits dropped before it
  bool more = false;  // of the digits dropped, one is not zero
  bool negative = false;
  std::string_view suffix;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Parts> split(std::string_view text) {
  Parts parts;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) parts.negative = text[at++] == '-';
  bool digits = false, point = false;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
      continue;
    }
    digits = true;
    if (parts.mantissa > kLimit) {  // beyond any precision that is kept
      if (!point) --parts.scale;
      parts.more = parts.more || text[at] != '0';
      continue;
    }
    parts.mantissa = parts.mantissa * 10 + (text[at] - '0');
    if (point) ++parts.scale;
  }
  if (!digits) return std::nullopt;
  parts.suffix = text.substr(at);
  return parts;
}

// The suffix's factor and the format it implies; null if there is no such suffix.
std::optional<std::pair<Suffix, Quantity::Format>> find_suffix(std::string_view text) {
  for (const Suffix& s : kBinary) {
    if (s.text == text) return std::pair(s, Quantity::Format::kBinarySI);
  }
  for (const Suffix& s : kDecimal) {
    if (s.text == text) return std::pair(s, Quantity::Format::kDecimalSI);
  }
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  std::string_view digits = text.substr(1);
  if (digits[0] == '+') digits.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (exponent < -30 || exponent > 30) return std::nullopt;
  return std::pair(Suffix{"", 10, exponent}, Quantity::Format::kDecimalExponent);
}

// mantissa * base^exponent * 10^9 / 10^scale, rounded up; saturated to what a Quantity can hold.
Wide to_nano(const Parts& parts, const Suffix& suffix) {
  Wide value = parts.mantissa;
  int power = 9 - parts.scale + (suffix.base == 10 ? suffix.exponent : 0);
  if (suffix.base == 2) {
    for (int i = 0; i < suffix.exponent; ++i) {
      if (value > kLimit) {
        value = kLimit;
        break;
      }
      value *= 2;
    }
  }
  for (; power > 0; --power) {
    if (value > kLimit) return kLimit;
    value *= 10;
  }
  Wide divisor = 1;
  for (; power < 0 && divisor < kLimit; ++power) divisor *= 10;
  value = (value + divisor - (parts.more ? 0 : 1)) / divisor;
  return value > kLimit ? kLimit : value;
}

// Whole units, and what is left of them counted upwards, of an amount that is clamped to the limits.
std::pair<std::int64_t, std::int32_t> split_nano(Wide nano) {
  nano = std::clamp(nano, -kLimit, kLimit);
  Wide units = nano / kNano;
  Wide left = nano % kNano;
  if (left < 0) {
    left += kNano;
    --units;
  }
  return {static_cast<std::int64_t>(units), static_cast<std::int32_t>(left)};
}

std::string decimal(Wide value) {
  if (value == 0) return "0";
  std::string digits;
  for (; value > 0; value /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  return digits;
}

}  // namespace

Quantity Quantity::of(std::int64_t units, Format format) { return Quantity(units, 0, format); }

Quantity Quantity::milli(std::int64_t milli) {
  std::int64_t units = milli / 1000;
  std::int64_t left = milli % 1000;
  if (left < 0) {
    left += 1000;
    --units;
  }
  return Quantity(units, static_cast<std::int32_t>(left * 1'000'000), Format::kDecimalSI);
}

std::optional<Quantity> Quantity::parse(std::string_view text) {
  const std::optional<Parts> parts = split(text);
  if (!parts) return std::nullopt;
  const auto suffix = find_suffix(parts->suffix);
  if (!suffix) return std::nullopt;
  Wide nano = to_nano(*parts, suffix->first);
  if (parts->negative) nano = -nano;
  const auto [units, left] = split_nano(nano);
  return Quantity(units, left, suffix->second);
}

std::int64_t Quantity::value() const {
  if (nano_ == 0 || units_ < 0) return units_;
  return units_ == kMax ? kMax : units_ + 1;
}

std::int64_t Quantity::milli_value() const {
  // Away from zero: `nano_` counts upwards, so a negative amount is cut and a positive one rounded up.
  const Wide milli = Wide{units_} * 1000 + (units_ < 0 ? nano_ : nano_ + 999'999) / 1'000'000;
  return static_cast<std::int64_t>(std::clamp(milli, -Wide{kMax}, Wide{kMax}));
}

std::string Quantity::str() const {
  Wide nano = Wide{units_} * kNano + nano_;
  if (nano == 0) return "0";
  std::string sign = nano < 0 ? "-" : "";
  if (nano < 0) nano = -nano;
  // Binary suffixes only for whole numbers of at least 1024; smaller ones print as plain decimals.
  if (format_ == Format::kBinarySI && nano % kNano == 0 && nano >= 1024 * Wide{kNano}) {
    Wide units = nano / kNano;
    std::size_t power = 0;
    for (; power < std::size(kBinary) && units % 1024 == 0; ++power) units /= 1024;
    return sign + decimal(units) + (power == 0 ? "" : std::string(kBinary[power - 1].text));
  }
  std::size_t power = 0;  // into kDecimal, from nano upwards
  for (; power + 1 < std::size(kDecimal) && nano % 1000 == 0; ++power) nano /= 1000;
  const Suffix& suffix = kDecimal[power];
  if (format_ != Format::kDecimalExponent) return sign + decimal(nano) + std::string(suffix.text);
  return sign + decimal(nano) + (suffix.exponent == 0 ? "" : "e" + std::to_string(suffix.exponent));
}

Quantity Quantity::operator+(const Quantity& other) const {
  const Wide sum = Wide{units_} * kNano + nano_ + Wide{other.units_} * kNano + other.nano_;
  const auto [units, left] = split_nano(sum);
  return Quantity(units, left, is_zero() ? other.format_ : format_);
}

Quantity Quantity::operator-(const Quantity& other) const {
  const Wide difference = Wide{units_} * kNano + nano_ - Wide{other.units_} * kNano - other.nano_;
  const auto [units, left] = split_nano(difference);
  return Quantity(units, left, is_zero() ? other.format_ : format_);
}

std::strong_ordering Quantity::operator<=>(const Quantity& other) const {
  if (units_ != other.units_) return units_ <=> other.units_;
  return nano_ <=> other.nano_;
}

}  // namespace podium
