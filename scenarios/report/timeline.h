// A run told to people: what happened when, and whether it was what was expected.
#pragma once

#include <iosfwd>

#include "scenarios/report/text.h"
#include "scenarios/runner/run.h"

namespace podium {

struct TimelineOptions {
  std::size_t most = 120;  // lines; of longer stories the middle is left out. 0: all
};

// The events since the clock of steps began, times counted from there. Before it, a line of summary.
void print_timeline(const scenario::Outcome& outcome, const Paint& paint, TimelineOptions options,
                    std::ostream& out);

// Expectations (wanted, seen, held), troubles, traffic, speed, and how to repeat the run.
void print_summary(const scenario::Outcome& outcome, const Paint& paint, const std::string& repeat,
                   std::ostream& out);

}  // namespace podium
