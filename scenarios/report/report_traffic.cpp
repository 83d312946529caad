// Availability and latency over time.
#include <algorithm>
#include <ostream>

#include "scenarios/report/report_charts.h"

namespace podium::report {
namespace {

using sim::SecondOfTraffic;

constexpr std::size_t kMostPoints = 1200;  // on a curve
constexpr std::size_t kMostTips = 240;     // areas of a chart that tell their numbers
constexpr int kWide = 1000, kHigh = 100;   // of a plot, in its own units

// Seconds of sending, joined: what happened in [from, to). Latencies are the worst of the seconds'.
struct Bin {
  TimePoint from{}, to{};
  double ok = 0, failed = 0;  // a second
  Duration p50{0}, p99{0};
};

// At most `most` bins of equal length; those in which nothing was sent are missing.
std::vector<Bin> binned(const std::vector<SecondOfTraffic>& series, std::size_t most) {
  std::vector<Bin> bins;
  if (series.empty()) return bins;
  const TimePoint start = series.front().time;
  const auto length = static_cast<std::size_t>((series.back().time - start) / 1s) + 1;
  const Duration width = std::chrono::seconds((length + most - 1) / most);
  for (const SecondOfTraffic& s : series) {
    const TimePoint from = start + width * ((s.time - start) / width);
    if (bins.empty() || bins.back().from != from) bins.push_back({from, from + width});
    Bin& bin = bins.back();
    bin.ok += s.ok / seconds(width);
    bin.failed += s.failed / seconds(width);
    bin.p50 = std::max(bin.p50, s.p50);
    bin.p99 = std::max(bin.p99, s.p99);
  }
  return bins;
}

// A plot of values over time in units of kWide x kHigh, `top` being the highest value shown.
class Plot {
 public:
  Plot(const TimeAxis& axis, double top) : axis_(axis), top_(top) {}

  std::string at(TimePoint time, double value) const {
    return number(kWide * axis_.fraction(time), 1) + " " + number(kHigh * (1 - value / top_), 1);
  }

  // The area between two values of each bin, in steps.
  template <class Low, class High>
  std::string area(const std::vector<Bin>& bins, Low low, High high) const {
    std::string path;
    for (std::size_t first = 0, last = 0; first < bins.size(); first = last) {
      for (last = first + 1; last < bins.size() && bins[last].from == bins[last - 1].to;) ++last;
      for (std::size_t i = first; i < last; ++i) {
        path +=
            (i == first ? "M" : "L") + at(bins[i].from, high(bins[i])) + "L" + at(bins[i].to, high(bins[i]));
      }
      for (std::size_t i = last; i-- > first;) {
        path += "L" + at(bins[i].to, low(bins[i])) + "L" + at(bins[i].from, low(bins[i]));
      }
      path += "Z";
    }
    return path;
  }

  // A line through the middles of the bins; where nothing went well, it has a gap.
  template <class Value>
  std::string line(const std::vector<Bin>& bins, Value value) const {
    std::string path;
    bool drawing = false;
    for (const Bin& bin : bins) {
      const bool known = bin.ok > 0;
      if (known) path += (drawing ? "L" : "M") + at(bin.from + (bin.to - bin.from) / 2, value(bin));
      drawing = known;
    }
    return path;
  }

 private:
  const TimeAxis& axis_;
  double top_;
};

double millis(Duration d) { return static_cast<double>(d.count()) / 1e6; }

void write_tips(const std::vector<SecondOfTraffic>& series, const TimeAxis& axis, std::ostream& out) {
  for (const Bin& bin : binned(series, kMostTips)) {
    const double from = kWide * axis.fraction(bin.from), to = kWide * axis.fraction(bin.to);
    out << "<rect class=\"tip\" x=\"" << number(from, 1) << "\" width=\"" << number(to - from, 1)
        << "\" height=\"" << kHigh << "\"><title>" << axis.second(bin.from) << ": " << number(bin.ok, 1)
        << "/s well, " << number(bin.failed, 1) << "/s failed";
    if (bin.ok > 0)
      out << ", p50 " << number(millis(bin.p50), 2) << " ms, p99 " << number(millis(bin.p99), 2) << " ms";
    out << "</title></rect>";
  }
}

struct Curve {
  const char* css;
  std::string path;
};

void write_plot(const std::string& label, const std::string& top, const std::vector<Curve>& curves,
                const std::vector<SecondOfTraffic>& series, const TimeAxis& axis, std::ostream& out) {
  out << "<div class=\"row tall\"><div class=\"label\">" << label << "<span class=\"top\">" << top
      << "</span><span class=\"bottom\">0</span></div><svg class=\"plot\" height=\"110\" viewBox=\"0 0 "
      << kWide << ' ' << kHigh << "\" preserveAspectRatio=\"none\">";
  for (const Curve& curve : curves) out << "<path class=\"" << curve.css << "\" d=\"" << curve.path << "\"/>";
  write_tips(series, axis, out);
  out << "</svg></div>\n";
}

void write_rates(const std::vector<SecondOfTraffic>& series, const TimeAxis& axis, std::ostream& out) {
  const std::vector<Bin> bins = binned(series, kMostPoints);
  double most = 0;
  for (const Bin& bin : bins) most = std::max(most, bin.ok + bin.failed);
  const double top = round_up(most);
  const Plot plot(axis, top);
  const auto none = [](const Bin&) { return 0.0; };
  const auto ok = [](const Bin& bin) { return bin.ok; };
  const auto all = [](const Bin& bin) { return bin.ok + bin.failed; };
  write_plot(
      "<span><i class=\"key ok\"></i>answered well</span> <span><i class=\"key failed\"></i>failed, a "
      "second</span>",
      number(top) + "/s", {{"ok", plot.area(bins, none, ok)}, {"failed", plot.area(bins, ok, all)}}, series,
      axis, out);
}

void write_latencies(const std::vector<SecondOfTraffic>& series, const TimeAxis& axis, std::ostream& out) {
  const std::vector<Bin> bins = binned(series, kMostPoints);
  double most = 0;
  for (const Bin& bin : bins) most = std::max(most, millis(bin.p99));
  if (most <= 0) return;  // nothing went well
  const double top = round_up(most);
  const Plot plot(axis, top);
  write_plot("latency <span><i class=\"key p50\"></i>p50</span> <span><i class=\"key p99\"></i>p99</span>",
             number(top) + " ms",
             {{"line p99", plot.line(bins, [](const Bin& bin) { return millis(bin.p99); })},
              {"line p50", plot.line(bins, [](const Bin& bin) { return millis(bin.p50); })}},
             series, axis, out);
}

void write_totals(const sim::Availability& traffic, std::ostream& out) {
  const std::uint64_t total = traffic.total(), ok = traffic.count(sim::Outcome::kOk);
  const double share = total == 0 ? 0 : 100 * static_cast<double>(ok) / static_cast<double>(total);
  out << "<p>" << total << " requests, <b>" << number(share, 2) << " % answered well</b>";
  for (const auto outcome :
       {sim::Outcome::kError, sim::Outcome::kRefused, sim::Outcome::kTimeout, sim::Outcome::kReset}) {
    if (traffic.count(outcome) > 0) out << ", " << sim::to_string(outcome) << ' ' << traffic.count(outcome);
  }
  if (ok > 0) {
    out << "; latency p50 " << number(millis(traffic.latency().percentile(50)), 2) << " ms, p99 "
        << number(millis(traffic.latency().percentile(99)), 2) << " ms";
  }
  out << ".</p>\n";
}

}  // namespace

void write_traffic(const std::string& name, const sim::Availability& traffic, const std::vector<Mark>& marks,
                   const TimeAxis& axis, std::ostream& out) {
  const std::vector<SecondOfTraffic> series = traffic.series();
  out << "<h2>Requests: " << escaped(name) << "</h2>\n";
  write_totals(traffic, out);
  if (series.empty()) return;
  out << "<div class=\"chart\">\n";
  write_grid(axis, out);
  write_rates(series, axis, out);
  write_latencies(series, axis, out);
  write_axis(axis, out);
  write_mark_lines(marks, 0, axis, out);
  out << "</div>\n";
}

}  // namespace podium::report
