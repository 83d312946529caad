// The grid behind the plots, and the labels under them.
#include <ostream>

#include "scenarios/report/report_charts.h"

namespace podium::report {

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

}  // namespace podium::report
