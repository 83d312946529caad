#include "scenarios/report/report_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace podium::report {

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        const bool control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
        control ? safe += "\xEF\xBF\xBD" : safe += c;
      }
    }
  }
  return safe;
}

std::string number(double value, int decimals) {
  std::array<char, 64> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals).ptr;
  std::string digits(text.data(), end);
  if (digits.find('.') == std::string::npos) return digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits == "-0" ? "0" : digits;
}

double TimeAxis::fraction(TimePoint at) const {
  return std::clamp(seconds(at - from) / seconds(to - from), 0.0, 1.0);
}

std::string TimeAxis::percent(TimePoint at) const { return number(100 * fraction(at)) + "%"; }

std::string TimeAxis::second(TimePoint at) const { return number(seconds(at - zero)) + " s"; }

std::vector<TimePoint> TimeAxis::ticks() const {
  const double step = round_up(seconds(to - from) / 10);
  const auto every = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(step));
  std::vector<TimePoint> at;
  if (every <= Duration{0}) return at;  // a run of nanoseconds
  TimePoint tick = zero + every * ((from - zero) / every);
  if (tick < from) tick += every;
  for (; tick <= to; tick += every) at.push_back(tick);
  return at;
}

double round_up(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (value <= factor * power * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

}  // namespace podium::report
