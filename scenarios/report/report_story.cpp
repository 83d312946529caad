// What happened, as a table in which every event links to its cause.
#include <ostream>

#include "scenarios/report/report_charts.h"

namespace podium::report {
namespace {

void write_event(const ChronicleEvent& event, bool cause_is_shown, const TimeAxis& axis, std::ostream& out) {
  out << "<tr id=\"e" << event.id << "\"><td>" << axis.second(event.at) << "</td><td>"
      << escaped(event.component) << "</td><td>" << escaped(event.subject) << "</td><td class=\""
      << to_string(event.category) << "\">" << escaped(event.text);
  if (cause_is_shown) out << " <a href=\"#e" << event.cause << "\">why?</a>";
  out << "</td></tr>\n";
}

}  // namespace

void write_story(const MemoryChronicle& chronicle, std::size_t most, const TimeAxis& axis,
                 std::ostream& out) {
  std::vector<EventId> told;
  std::size_t after = 0;  // events since the clock of steps began
  chronicle.for_each([&](const ChronicleEvent& event) {
    if (event.at < axis.zero) return;
    if (++after <= most) told.push_back(event.id);
  });
  if (told.empty()) return;
  out << "<h2>What happened</h2>\n<table "
         "class=\"story\"><thead><tr><th>time</th><th>who</th><th>about</th><th>what"
         "</th></tr></thead><tbody>\n";
  for (const EventId id : told) {
    const ChronicleEvent event = *chronicle.get(id);
    write_event(event, event.cause >= told.front(), axis, out);
  }
  out << "</tbody></table>\n";
  if (after > most) out << "<p class=\"note\">" << after - most << " more events are not shown.</p>\n";
}

}  // namespace podium::report
