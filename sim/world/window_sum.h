// A sum of what happened in windows of ten seconds, told of the last full one.
#pragma once

#include <cstdint>

#include "runtime/env/time.h"

namespace podium::sim {

class WindowSum {
 public:
  static constexpr Duration kWindow{10s};

  // REQUIRES: times that do not fall behind by more than a window.
  void add(TimePoint at, std::int64_t amount) {
    const TimePoint window = window_of(at);
    if (window > window_) {
      before_ = window == window_ + kWindow ? present_ : 0;
      present_ = 0;
      window_ = window;
    }
    present_ += amount;
  }
  // In the last window that was over by `now`.
  std::int64_t last(TimePoint now) const {
    const TimePoint last = window_of(now) - kWindow;
    return window_ == last ? present_ : window_ == last + kWindow ? before_ : 0;
  }
  // The same a second, in thousandths.
  std::int64_t milli_per_second(TimePoint now) const { return last(now) * 1000 * kSecond / kWindow.count(); }
  // Whether something was added beyond the window of `now`.
  bool ahead_of(TimePoint now) const { return window_ > window_of(now); }

 private:
  static constexpr std::int64_t kSecond = Duration{1s}.count();
  static TimePoint window_of(TimePoint at) {
    return TimePoint{Duration{nanos(at) - nanos(at) % kWindow.count()}};
  }

  TimePoint window_{};  // the latest one with something in it
  std::int64_t present_ = 0, before_ = 0;
};

}  // namespace podium::sim
