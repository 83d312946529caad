// The words of a page: escaped text, numbers, and where a time is on the axis.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/time.h"

namespace podium::report {

// Text as it may stand in HTML, between tags and in quoted attributes. Control characters, which no
// escape makes legal, become U+FFFD.
std::string escaped(std::string_view text);

// At most `decimals` decimals, without trailing zeros: 1.5, 3, 0.25.
std::string number(double value, int decimals = 3);

// The axis that all charts of a page share. REQUIRES: from < to.
struct TimeAxis {
  TimePoint zero{};  // what labels count from
  TimePoint from{}, to{};

  double fraction(TimePoint at) const;      // 0 at `from`, 1 at `to`, held between
  std::string percent(TimePoint at) const;  // "12.345%"
  std::string second(TimePoint at) const;   // "102.523 s"
  std::vector<TimePoint> ticks() const;     // at round seconds, 5 to 10 of them
};

// The smallest of 1, 2 and 5 times a power of ten that is not below `value`. REQUIRES: value > 0.
double round_up(double value);

}  // namespace podium::report
