#include "control-plane/schema/forms.h"

#include <algorithm>
#include <cctype>

namespace podium::schema {
namespace {

constexpr const char* kQuantityForm =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr const char* kQuantitySuffix = "unable to parse quantity's suffix";
constexpr std::string_view kSuffixes[] = {"",  "n", "u",  "m",  "k",  "M",  "G",  "T",
                                          "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && digit(text[at])) ++at;
  return at;
}

bool known_suffix(std::string_view suffix) {
  if (std::find(std::begin(kSuffixes), std::end(kSuffixes), suffix) != std::end(kSuffixes)) return true;
  if (suffix.size() < 2 || (suffix[0] != 'e' && suffix[0] != 'E')) return false;
  const std::size_t digits = suffix[1] == '-' || suffix[1] == '+' ? 2 : 1;
  return digits < suffix.size() && skip_digits(suffix, digits) == suffix.size();
}

std::string quoted(std::string_view text) { return std::string("\"").append(text).append("\""); }

// A time is read element by element, as Go reads it: the message names the element and what was left there.
class TimeReader {
 public:
  TimeReader(std::string_view text, std::string_view layout) : text_(text), rest_(text), layout_(layout) {}

  std::string check(bool micro) {
    const bool read = number(4, "2006", 0, 9999, "year") && mark("-") && number(2, "01", 1, 12, "month") &&
                      mark("-") && number(2, "02", 1, 31, "day") && mark("T") &&
                      number(2, "15", 0, 23, "hour") && mark(":") && number(2, "04", 0, 59, "minute") &&
                      mark(":") && number(2, "05", 0, 59, "second") && fraction(micro) && zone();
    if (read && !rest_.empty()) error_ = start() + ": extra text: " + quoted(rest_);
    if (read && rest_.empty() && day_ > days_in_month()) error_ = start() + ": day out of range";
    return error_;
  }

 private:
  std::string start() const { return "parsing time " + quoted(text_); }

  bool fail(std::string_view element) {
    error_ =
        start() + " as " + quoted(layout_) + ": cannot parse " + quoted(rest_) + " as " + quoted(element);
    return false;
  }

  bool number(std::size_t width, std::string_view element, int low, int high, const char* name) {
    if (rest_.size() < width || skip_digits(rest_.substr(0, width), 0) != width) return fail(element);
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value * 10 + (rest_[i] - '0');
    if (value < low || value > high) {
      error_ = start() + ": " + name + " out of range";
      return false;
    }
    rest_.remove_prefix(width);
    if (element == "2006") year_ = value;
    if (element == "01") month_ = value;
    if (element == "02") day_ = value;
    return true;
  }

  bool mark(std::string_view text) {
    if (!rest_.starts_with(text)) return fail(text);
    rest_.remove_prefix(text.size());
    return true;
  }

  bool fraction(bool micro) {
    const bool has = rest_.size() > 1 && rest_[0] == '.' && digit(rest_[1]);
    const std::size_t end = has ? skip_digits(rest_, 1) : 0;
    if (micro && end != 7) return fail(".000000");
    rest_.remove_prefix(end);
    return true;
  }

  bool zone() {
    if (rest_.starts_with('Z')) {
      rest_.remove_prefix(1);
      return true;
    }
    const bool offset = rest_.size() >= 6 && (rest_[0] == '+' || rest_[0] == '-') && rest_[3] == ':' &&
                        skip_digits(rest_.substr(1, 2), 0) == 2 && skip_digits(rest_.substr(4, 2), 0) == 2;
    if (!offset) return fail("Z07:00");
    rest_.remove_prefix(6);
    return true;
  }

  int days_in_month() const {
    const bool leap = year_ % 4 == 0 && (year_ % 100 != 0 || year_ % 400 == 0);
    if (month_ == 2) return leap ? 29 : 28;
    return month_ == 4 || month_ == 6 || month_ == 9 || month_ == 11 ? 30 : 31;
  }

  std::string_view text_, rest_, layout_;
  int year_ = 0, month_ = 1, day_ = 1;
  std::string error_;
};

}  // namespace

std::string check_quantity(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  if (text.empty()) return kQuantityForm;
  std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0;
  at = skip_digits(text, at);
  if (at < text.size() && text[at] == '.') at = skip_digits(text, at + 1);
  const std::string_view suffix = text.substr(at);
  std::size_t end = std::min(suffix.find_first_not_of("eEinumkKMGTP"), suffix.size());
  if (end < suffix.size() && (suffix[end] == '-' || suffix[end] == '+')) ++end;
  if (skip_digits(suffix, end) != suffix.size()) return kQuantityForm;
  return known_suffix(suffix) ? "" : kQuantitySuffix;
}

std::string check_time(std::string_view text) {
  return TimeReader(text, "2006-01-02T15:04:05Z07:00").check(false);
}

std::string check_micro_time(std::string_view text) {
  return TimeReader(text, "2006-01-02T15:04:05.000000Z07:00").check(true);
}

std::string check_duration(std::string_view text) {
  const std::string invalid = "time: invalid duration " + quoted(text);
  std::string_view rest = text;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  if (rest == "0") return "";
  if (rest.empty()) return invalid;
  while (!rest.empty()) {
    std::size_t end = skip_digits(rest, 0);
    std::size_t digits = end;
    if (end < rest.size() && rest[end] == '.') {
      const std::size_t fraction_end = skip_digits(rest, end + 1);
      digits += fraction_end - end - 1;
      end = fraction_end;
    }
    if (digits == 0) return invalid;
    rest.remove_prefix(end);
    const std::string_view unit = rest.substr(0, std::min(rest.find_first_of(".0123456789"), rest.size()));
    if (unit.empty()) return "time: missing unit in duration " + quoted(text);
    constexpr std::string_view kUnits[] = {"ns", "us", "\u00b5s", "ms", "s", "m", "h"};
    if (std::find(std::begin(kUnits), std::end(kUnits), unit) == std::end(kUnits)) {
      return "time: unknown unit " + quoted(unit) + " in duration " + quoted(text);
    }
    rest.remove_prefix(unit.size());
  }
  return "";
}

std::string check_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto illegal = [](std::size_t at) {
    return "illegal base64 data at input byte " + std::to_string(at);
  };
  std::size_t count = 0;  // characters of the alphabet; line ends are skipped
  std::size_t at = 0;
  for (; at < text.size() && text[at] != '='; ++at) {
    if (text[at] == '\r' || text[at] == '\n') continue;
    if (kAlphabet.find(text[at]) == kAlphabet.npos) return illegal(at);
    ++count;
  }
  std::size_t padding = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\r' || text[at] == '\n') continue;
    if (text[at] != '=' || count % 4 < 2 || count % 4 + padding == 4) return illegal(at);
    ++padding;
  }
  if ((count + padding) % 4 == 0) return "";
  return illegal(text.size() - (padding == 0 ? count % 4 : 0));
}

}  // namespace podium::schema
