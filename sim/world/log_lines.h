// What a simulated container has written: lines that tell of its life, and those that its model writes
// at a steady pace. Nothing is stored: lines are made from what the machine remembers anyway.
//
// Simplification: a pause of the machine moves the times of earlier lines, as it moves the age.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/world/container.h"

namespace podium::sim {

class LogLines {
 public:
  // From the first line on. `container` outlives it.
  explicit LogLines(const ContainerRecord& container) : container_(container) {}

  // When the next line was, or will be, written as far as that can be foreseen; kForever: never.
  TimePoint next_time() const;
  // The next line. REQUIRES: next_time() is not kForever.
  LogLine take();
  // Without making the line.
  void skip();
  // Skips all that is earlier.
  void skip_to(TimePoint since);

 private:
  // In this order where times are equal.
  enum Event : std::uint8_t { kStarting, kListening, kReady, kTerm, kExiting, kEvents };

  TimePoint time_of(int event) const;
  int next_event() const;
  TimePoint beat_time() const;

  const ContainerRecord& container_;
  std::uint8_t told_ = 0;    // events, a bit each
  std::uint64_t beats_ = 0;  // lines at the model's pace
};

}  // namespace podium::sim
