// What a simulated container has written: that of its main process if the shell runs that; else lines that
// tell of its life, and those that its model writes at a steady pace. Of the latter nothing is stored: they
// are made from what the machine remembers anyway.
//
// Simplification: a pause of the machine moves the times of earlier lines, as it moves the age.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/world/container.h"

namespace podium::sim {

class MainProcess;

class LogLines {
 public:
  // From the first line on. `container` and `main`, which may be null, outlive it.
  LogLines(const ContainerRecord& container, const MainProcess* main) : container_(container), main_(main) {}

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
  const MainProcess* main_;
  std::uint8_t told_ = 0;    // events, a bit each
  std::uint64_t beats_ = 0;  // lines at the model's pace, or of the main process
};

}  // namespace podium::sim
