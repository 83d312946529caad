// The parts of a run's page, each written as HTML with inline SVG. Positions in time are percentages
// and the rest is pixels, so that text keeps its size on every width of screen. All are rows of one
// layout ("row": a label and a plot), so that their times stand above one another.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "scenarios/report/lanes.h"
#include "scenarios/report/report_text.h"
#include "sim/world/availability.h"

namespace podium::report {

// A lane for each node and, under it, for each pod that was bound to it; user's acts and faults as
// lines over all. Beyond `most` pods, those that did not change after `axis.zero` are left out first,
// and nodes on which nothing is shown.
struct LaneChart {
  std::vector<NodeLife> nodes;
  std::vector<PodLife> pods;
  std::vector<Mark> marks;
  std::size_t most = 150;
};
void write_lanes(LaneChart chart, const TimeAxis& axis, std::ostream& out);

// Requests a second, well and failed, and the latency of those that went well.
void write_traffic(const std::string& name, const sim::Availability& traffic, const std::vector<Mark>& marks,
                   const TimeAxis& axis, std::ostream& out);

// The first `most` events since `axis.zero`, each with a link to its cause if that is shown too.
void write_story(const MemoryChronicle& chronicle, std::size_t most, const TimeAxis& axis, std::ostream& out);

// Parts of charts: the grid behind the plots, the labels under them, and the marks' lines over them,
// which begin `top` pixels below the top.
void write_grid(const TimeAxis& axis, std::ostream& out);
void write_axis(const TimeAxis& axis, std::ostream& out);
void write_mark_lines(const std::vector<Mark>& marks, int top, const TimeAxis& axis, std::ostream& out);

// What the page looks like, and what it does when touched.
extern const char* const kStyle;
extern const char* const kScript;

}  // namespace podium::report
