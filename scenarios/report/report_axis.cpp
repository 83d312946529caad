// The grid behind the plots, the labels under them, and the marks over them.
#include <algorithm>
#include <ostream>

#include "scenarios/report/report_charts.h"

namespace podium::report {
namespace {

constexpr std::size_t kMostLines = 400;  // more would hide what they cross
constexpr std::size_t kFewLines = 30;    // beyond, they are thin and pale

}  // namespace

void write_grid(const TimeAxis& axis, std::ostream& out) {
  out << "<svg class=\"over grid\" aria-hidden=\"true\">";
  for (const TimePoint at : axis.ticks()) {
    const std::string x = axis.percent(at);
    out << "<line x1=\"" << x << "\" x2=\"" << x << "\" y1=\"0\" y2=\"100%\"/>";
  }
  out << "</svg>\n";
}

void write_axis(const TimeAxis& axis, std::ostream& out) {
  out << "<div class=\"row axis\"><div class=\"label\">seconds</div><svg class=\"plot\" height=\"20\">";
  for (const TimePoint at : axis.ticks()) {
    const double x = axis.fraction(at);
    const char* anchor = x < 0.02 ? "start" : x > 0.98 ? "end" : "middle";
    out << "<text x=\"" << axis.percent(at) << "\" y=\"14\" text-anchor=\"" << anchor << "\">"
        << number(seconds(at - axis.zero)) << "</text>";
  }
  out << "</svg></div>\n";
}

void write_mark_lines(const std::vector<Mark>& marks, int top, const TimeAxis& axis, std::ostream& out) {
  out << "<svg class=\"over lines" << (marks.size() > kFewLines ? " many" : "") << "\" aria-hidden=\"true\">";
  for (std::size_t i = 0; i < std::min(marks.size(), kMostLines); ++i) {
    const std::string x = axis.percent(marks[i].at);
    out << "<line class=\"" << (marks[i].fault ? "fault" : "user") << "\" x1=\"" << x << "\" x2=\"" << x
        << "\" y1=\"" << top << "\" y2=\"100%\"/>";
  }
  out << "</svg>\n";
}

}  // namespace podium::report
