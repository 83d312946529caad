// The lane chart: nodes, their pods, and what was done to them.
#include <algorithm>
#include <map>
#include <ostream>

#include "scenarios/report/report_charts.h"

namespace podium::report {
namespace {

constexpr double kMarksApart = 0.055;  // of the axis; closer marks share a badge, 20 pixels wide on a phone
constexpr double kUsualPixels = 900;   // of a plot on a wide screen; on narrow ones, badges have no texts
constexpr int kMarksHigh = 22;

// "default/web-1" as "web-1": the default namespace goes without saying.
std::string short_name(const std::string& name) {
  constexpr std::string_view kDefault = "default/";
  return name.starts_with(kDefault) ? name.substr(kDefault.size()) : name;
}

const char* css_class(PodState state) {
  switch (state) {
    case PodState::kPending: return "pending";
    case PodState::kRunning: return "running";
    case PodState::kReady: return "ready";
    case PodState::kDone: return "done";
    case PodState::kTerminating: return "terminating";
  }
  return "";
}

// A bar's height tells its state to those who do not see colours.
struct Shape {
  int y, height;
};
Shape shape_of(PodState state) {
  switch (state) {
    case PodState::kPending: return {9, 3};
    case PodState::kRunning: return {6, 6};
    case PodState::kDone: return {9, 3};
    default: return {3, 12};
  }
}

struct Bar {
  const char* css;
  Shape shape;
  TimePoint from, to;
  std::string told;
};

void write_bar(const Bar& bar, const TimeAxis& axis, std::ostream& out) {
  const double width = 100 * (axis.fraction(bar.to) - axis.fraction(bar.from));
  out << "<rect class=\"" << bar.css << "\" x=\"" << axis.percent(bar.from) << "\" width=\"" << number(width)
      << "%\" y=\"" << bar.shape.y << "\" height=\"" << bar.shape.height << "\"><title>" << escaped(bar.told)
      << ", " << axis.second(bar.from) << " to " << axis.second(bar.to) << " ("
      << number(seconds(bar.to - bar.from)) << " s)</title></rect>";
}

void write_node_lane(const NodeLife& node, const TimeAxis& axis, std::ostream& out) {
  out << "<div class=\"row node\"><div class=\"label\">" << escaped(node.name)
      << "</div><svg class=\"plot\" height=\"18\">";
  for (std::size_t i = 0; i < node.ready.size(); ++i) {
    const Period& p = node.ready[i];
    const TimePoint next = i + 1 < node.ready.size() ? node.ready[i + 1].from : node.ended;
    write_bar({"node-ready", {7, 4}, p.from, p.to, node.name + " Ready"}, axis, out);
    if (next > p.to) write_bar({"not-ready", {7, 4}, p.to, next, node.name + " not Ready"}, axis, out);
  }
  for (const Period& p : node.down)
    write_bar({"down", {2, 14}, p.from, p.to, node.name + " is down"}, axis, out);
  out << "</svg></div>\n";
}

using Lane = std::vector<const PodLife*>;  // lives of one name on one node

void write_pod_lane(const Lane& lane, const TimeAxis& axis, std::ostream& out) {
  const std::string name = escaped(short_name(lane.front()->name));
  out << "<div class=\"row pod\"><div class=\"label\" title=\"" << name << "\">" << name
      << "</div><svg class=\"plot\" height=\"18\">";
  for (const PodLife* life : lane) {
    for (const PodSpan& s : life->spans) {
      write_bar({css_class(s.state), shape_of(s.state), s.from, s.to,
                 short_name(life->name) + " " + to_string(s.state)},
                axis, out);
    }
    if (life->deleted) {
      out << "<text class=\"end\" x=\"" << axis.percent(life->ended) << "\" y=\"13\" dx=\"1\">×</text>";
    }
  }
  out << "</svg></div>\n";
}

struct Badge {
  TimePoint at{};
  bool fault = false;
  std::vector<Mark> marks;
};

std::vector<Badge> badges_of(const std::vector<Mark>& marks, const TimeAxis& axis) {
  std::vector<Badge> badges;
  for (const Mark& mark : marks) {
    if (badges.empty() || axis.fraction(mark.at) - axis.fraction(badges.back().at) > kMarksApart)
      badges.push_back({mark.at, false, {}});
    badges.back().fault |= mark.fault;
    badges.back().marks.push_back(mark);
  }
  return badges;
}

// What stands beside a badge, if it fits before the next.
std::string beside(const std::vector<Badge>& badges, std::size_t i, const TimeAxis& axis) {
  const Badge& badge = badges[i];
  std::string text = badge.marks.front().text;
  if (badge.marks.size() > 1) text += " and " + std::to_string(badge.marks.size() - 1) + " more";
  const double end = i + 1 < badges.size() ? axis.fraction(badges[i + 1].at) : 1;
  const double room = (end - axis.fraction(badge.at)) * kUsualPixels;
  constexpr double kPixelsALetter = 7, kBadges = 30;
  return room > kBadges + kPixelsALetter * static_cast<double>(text.size()) ? text : "";
}

void write_badges(const std::vector<Badge>& badges, const TimeAxis& axis, std::ostream& out) {
  out << "<div class=\"row marks\"><div class=\"label\">acts and faults</div><svg class=\"plot\" "
         "height=\"22\">";
  for (std::size_t i = 0; i < badges.size(); ++i) {
    const Badge& badge = badges[i];
    const std::string x = axis.percent(badge.at);
    out << "<g class=\"" << (badge.fault ? "fault" : "user") << "\"><title>";
    for (const Mark& mark : badge.marks) out << axis.second(mark.at) << ": " << escaped(mark.text) << '\n';
    out << "</title><circle cx=\"" << x << "\" cy=\"11\" r=\"9\"/><text x=\"" << x
        << "\" y=\"15\" text-anchor=\"middle\">" << i + 1 << "</text></g><text class=\"beside\" x=\"" << x
        << "\" y=\"15\" dx=\"14\">" << escaped(beside(badges, i, axis)) << "</text>";
  }
  out << "</svg></div>\n";
}

void write_mark_list(const std::vector<Badge>& badges, const TimeAxis& axis, std::ostream& out) {
  if (badges.empty()) return;
  std::size_t count = 0;
  for (const Badge& badge : badges) count += badge.marks.size();
  out << "<details" << (count <= 12 ? " open" : "") << "><summary>Acts and faults (" << count
      << ")</summary><ol>\n";
  for (const Badge& badge : badges) {
    out << "<li>";
    for (const Mark& mark : badge.marks) {
      out << "<div class=\"" << (mark.fault ? "fault" : "user") << "\">" << axis.second(mark.at) << ' '
          << (mark.fault ? "fault" : "user") << " — " << escaped(mark.text) << "</div>";
    }
    out << "</li>\n";
  }
  out << "</ol></details>\n";
}

void write_legend(std::ostream& out) {
  out << "<p class=\"legend\">";
  for (const PodState state :
       {PodState::kPending, PodState::kRunning, PodState::kReady, PodState::kDone, PodState::kTerminating}) {
    const Shape shape = shape_of(state);
    out << "<span><svg width=\"24\" height=\"18\"><rect class=\"" << css_class(state)
        << "\" width=\"24\" y=\"" << shape.y << "\" height=\"" << shape.height << "\"/></svg> "
        << to_string(state) << "</span> ";
  }
  out << "<span><svg width=\"24\" height=\"18\"><rect class=\"node-ready\" width=\"24\" y=\"7\" "
         "height=\"4\"/></svg> node "
         "Ready</span> <span><svg width=\"24\" height=\"18\"><rect class=\"not-ready\" width=\"24\" y=\"7\" "
         "height=\"4\"/></svg> node not Ready</span> <span><svg width=\"24\" height=\"18\"><rect "
         "class=\"down\" "
         "width=\"24\" y=\"2\" height=\"14\"/></svg> machine down</span></p>\n";
}

bool changed_after(const PodLife& pod, TimePoint at) {
  return pod.spans.size() > 1 && pod.spans.back().from > at;
}

// Leaves out what can be: first pods that did not change, then the last of the rest.
std::size_t leave_out(LaneChart& chart, TimePoint settled) {
  const std::size_t all = chart.pods.size();
  if (all <= chart.most) return 0;
  std::stable_partition(chart.pods.begin(), chart.pods.end(), [&](const PodLife& pod) {
    return pod.created > settled || changed_after(pod, settled);
  });
  chart.pods.resize(chart.most);
  return all - chart.most;
}

}  // namespace

void write_lanes(LaneChart chart, const TimeAxis& axis, std::ostream& out) {
  const std::size_t left_out = leave_out(chart, axis.zero);
  std::map<std::string, std::map<std::string, Lane>> lanes;  // by node and name
  for (const PodLife& pod : chart.pods) lanes[pod.node][pod.name].push_back(&pod);
  std::stable_sort(chart.nodes.begin(), chart.nodes.end(), [&](const NodeLife& a, const NodeLife& b) {
    return lanes.contains(a.name) > lanes.contains(b.name);
  });
  if (lanes.contains("")) chart.nodes.push_back({});
  const std::vector<Badge> badges = badges_of(chart.marks, axis);
  write_legend(out);
  out << "<div class=\"chart\">\n";
  write_grid(axis, out);
  write_badges(badges, axis, out);
  for (NodeLife& node : chart.nodes) {
    const auto pods = lanes.find(node.name);
    if (pods == lanes.end() && left_out > 0 && node.down.empty()) continue;
    if (node.name.empty()) node.name = "on no node";
    write_node_lane(node, axis, out);
    if (pods == lanes.end()) continue;
    for (const auto& [name, lane] : pods->second) write_pod_lane(lane, axis, out);
  }
  write_axis(axis, out);
  write_mark_lines(chart.marks, kMarksHigh, axis, out);
  out << "</div>\n";
  if (left_out > 0) out << "<p class=\"note\">" << left_out << " more pods are not shown.</p>\n";
  write_mark_list(badges, axis, out);
}

}  // namespace podium::report
