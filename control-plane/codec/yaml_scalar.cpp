#include "control-plane/codec/yaml_scalar.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace podium {
namespace {

using nlohmann::json;

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

std::string without_underscores(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != '_') plain += c;
  }
  return plain;
}

std::optional<json> integer_of(std::string_view digits, int base, bool negative) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  constexpr std::uint64_t kLimit = 1ULL << 63;
  if (negative)
    return value <= kLimit ? std::optional<json>(static_cast<std::int64_t>(0 - value)) : std::nullopt;
  if (value < kLimit) return json(static_cast<std::int64_t>(value));
  return std::nullopt;  // read as a floating-point number instead
}

std::optional<json> integer(const std::string& text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  const auto prefixed = [&](char letter, int base) {
    const bool it_is = digits.size() > 2 && digits[0] == '0' && (digits[1] | 0x20) == letter;
    return it_is ? integer_of(digits.substr(2), base, negative) : std::nullopt;
  };
  if (const auto value = prefixed('x', 16)) return value;
  if (const auto value = prefixed('b', 2)) return value;
  if (const auto value = prefixed('o', 8)) return value;
  if (digits.size() > 1 && digits[0] == '0') return integer_of(digits.substr(1), 8, negative);
  return integer_of(digits, 10, negative);
}

bool looks_like_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  const bool dot =
      text[0] == '.' && text.size() > 1 && std::isdigit(static_cast<unsigned char>(text[1])) != 0;
  if (std::isdigit(static_cast<unsigned char>(text[0])) == 0 && !dot) return false;
  return text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

std::optional<json> floating(const std::string& text) {
  if (!looks_like_number(text)) return std::nullopt;
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  // JSON has one kind of number: 1e3 and 1.0 are whole.
  constexpr double kExact = 9007199254740992.0;
  if (std::trunc(value) == value && std::abs(value) < kExact) return json(static_cast<std::int64_t>(value));
  return json(value);
}

}  // namespace

json resolve_scalar(const std::string& text, std::string& error) {
  if (one_of(text, {"", "~", "null", "Null", "NULL"})) return nullptr;
  if (one_of(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON"})) return true;
  if (one_of(text, {"false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF"}))
    return false;
  if (one_of(text, {".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf", ".nan", ".NaN", ".NAN"})) {
    error = text + " cannot be represented in JSON";
    return nullptr;
  }
  if (text[0] == '_') return text;  // no number starts so, though any may hold underscores
  const std::string plain = without_underscores(text);
  if (auto value = integer(plain)) return *value;
  if (auto value = floating(plain)) return *value;
  return text;
}

}  // namespace podium
