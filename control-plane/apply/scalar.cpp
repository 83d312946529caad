#include "control-plane/apply/scalar.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace podium::apply {
namespace {

using nlohmann::json;

// Where a kind of value comes in the order.
int rank(const Scalar& value) {
  if (std::holds_alternative<std::monostate>(value)) return 3;
  if (std::holds_alternative<bool>(value)) return 2;
  return std::holds_alternative<std::string>(value) ? 1 : 0;
}

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

double number(const Scalar& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole ? static_cast<double>(*whole) : std::get<double>(value);
}

int compare_numbers(const Scalar& a, const Scalar& b) {
  const auto *left = std::get_if<std::int64_t>(&a), *right = std::get_if<std::int64_t>(&b);
  return left && right ? order(*left, *right) : order(number(a), number(b));
}

json to_json(const Scalar& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::optional<Scalar> scalar_of(const json& value) {
  if (value.is_null()) return std::optional<Scalar>(std::in_place);
  if (value.is_boolean()) return Scalar(value.get<bool>());
  if (value.is_string()) return Scalar(value.get_ref<const std::string&>());
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return Scalar(value.get<double>());
  if (value.is_number_integer()) return Scalar(value.get<std::int64_t>());
  if (value.is_number_float()) return Scalar(value.get<double>());
  return std::nullopt;
}

int compare(const Scalar& a, const Scalar& b) {
  if (rank(a) != rank(b)) return order(rank(a), rank(b));
  if (rank(a) == 0) return compare_numbers(a, b);
  if (const auto* text = std::get_if<std::string>(&a)) return order(*text, std::get<std::string>(b));
  if (const auto* flag = std::get_if<bool>(&a)) return order(*flag, std::get<bool>(b));
  return 0;
}

std::string escape_for_go(const std::string& json_text) {
  std::string escaped;
  for (const char c : json_text) {
    if (c == '<') {
      escaped += "\\u003c";
    } else if (c == '>') {
      escaped += "\\u003e";
    } else if (c == '&') {
      escaped += "\\u0026";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string to_text(const Scalar& value, bool for_wire) {
  std::string text = dump(to_json(value));
  return for_wire ? escape_for_go(text) : text;
}

std::string to_text(const std::string& text, bool for_wire) { return to_text(Scalar(text), for_wire); }

}  // namespace podium::apply
