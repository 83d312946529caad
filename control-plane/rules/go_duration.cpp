#include "control-plane/rules/go_duration.h"

#include <algorithm>

#include "control-plane/rules/field_error.h"

namespace podium {
namespace {

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr Unit kUnits[] = {{"ns", 1ns}, {"us", 1us}, {"µs", 1us}, {"ms", 1ms},
                           {"s", 1s},   {"m", 1min}, {"h", 1h}};

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

// digits[.digits]: whole + millionths / 10^6. Finer digits are dropped: a millionth of an hour is 4 ms.
struct Amount {
  std::int64_t whole = 0, millionths = 0;
  bool valid = false;  // any digit, and not too many
};

Amount take_amount(std::string_view& text) {
  Amount amount;
  std::size_t digits = 0;
  bool fits = true;
  for (; !text.empty() && digit(text[0]); text.remove_prefix(1), ++digits) {
    fits = fits && !__builtin_mul_overflow(amount.whole, 10, &amount.whole) &&
           !__builtin_add_overflow(amount.whole, text[0] - '0', &amount.whole);
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    for (std::int64_t worth = 100'000; !text.empty() && digit(text[0]); worth /= 10, ++digits) {
      amount.millionths += worth * (text[0] - '0');
      text.remove_prefix(1);
    }
  }
  amount.valid = digits > 0 && fits;
  return amount;
}

std::string_view take_unit(std::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == '.' || digit(c); });
  const std::string_view unit = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(unit.size());
  return unit;
}

// Adds the amount of units; false if that is too much.
bool add(std::int64_t& total, const Amount& amount, Duration unit) {
  std::int64_t whole = 0;
  return !__builtin_mul_overflow(amount.whole, unit.count(), &whole) &&
         !__builtin_add_overflow(total, whole, &total) &&
         !__builtin_add_overflow(total, amount.millionths * unit.count() / 1'000'000, &total);
}

}  // namespace

Duration parse_go_duration(std::string_view text, std::string& fault) {
  const std::string invalid = "time: invalid duration " + quoted(text);
  fault.clear();
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return {};
  if (rest.empty()) fault = invalid;
  std::int64_t total = 0;
  while (!rest.empty() && fault.empty()) {
    const Amount amount = take_amount(rest);
    const std::string_view name = amount.valid ? take_unit(rest) : rest;
    const Unit* unit = find_unit(name);
    if (!amount.valid)
      fault = invalid;
    else if (name.empty())
      fault = "time: missing unit in duration " + quoted(text);
    else if (unit == nullptr)
      fault = "time: unknown unit " + quoted(name) + " in duration " + quoted(text);
    else if (!add(total, amount, unit->length))
      fault = invalid;
  }
  return fault.empty() ? Duration{negative ? -total : total} : Duration{};
}

}  // namespace podium
