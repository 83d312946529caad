#include "control-plane/schema/text_forms.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace podium::schema {
namespace {

// A whole number and a fraction without its closing zeros: 1.5.
std::string decimal(std::uint64_t value, std::uint64_t unit) {
  std::string text = std::to_string(value / unit);
  std::uint64_t fraction = value % unit;
  if (fraction == 0) return text;
  text += '.';
  for (; fraction != 0; fraction = fraction * 10 % unit)
    text += static_cast<char>('0' + fraction * 10 / unit);
  return text;
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k) text += k <= count ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string rfc3339(std::int64_t seconds, int micros) {
  using namespace std::chrono;
  const sys_seconds point{std::chrono::seconds{seconds}};
  const auto day = floor<days>(point);
  const year_month_day date{day};
  const hh_mm_ss clock{point - day};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()), unsigned(date.month()),
                unsigned(date.day()), int(clock.hours().count()), int(clock.minutes().count()),
                int(clock.seconds().count()));
  std::string result = text;
  if (micros >= 0) {
    std::snprintf(text, sizeof text, ".%06d", micros);
    result += text;
  }
  return result + "Z";
}

std::string go_duration(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "0s";
  std::string sign = nanoseconds < 0 ? "-" : "";
  const auto left =
      nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(nanoseconds) : static_cast<std::uint64_t>(nanoseconds);
  if (left < 1000) return sign + std::to_string(left) + "ns";
  if (left < 1000000) return sign + decimal(left, 1000) + "\u00b5s";
  if (left < 1000000000) return sign + decimal(left, 1000000) + "ms";
  constexpr std::uint64_t kMinute = 60ull * 1000000000, kHour = 60 * kMinute;
  std::string text = sign;
  if (left >= kHour) text += std::to_string(left / kHour) + "h";
  if (left >= kMinute) text += std::to_string(left % kHour / kMinute) + "m";
  return text + decimal(left % kMinute, 1000000000) + "s";
}

bool valid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80       ? 1
                               : lead >> 5 == 6  ? 2
                               : lead >> 4 == 14 ? 3
                               : lead >> 3 == 30 ? 4
                                                 : 0;
    if (length == 0 || i + length > text.size()) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if (next >> 6 != 2) return false;
      point = point << 6 | (next & 0x3f);
    }
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    i += length;
  }
  return true;
}

}  // namespace podium::schema
