#include "scenarios/report/html.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <sstream>

#include "scenarios/report/report_charts.h"

namespace podium {
namespace {

using report::escaped;
using scenario::duration_text;

constexpr std::size_t kMostEvents = 300;  // in the table; files of events hold them all

// Patterns have to be in a drawing that is rendered, so it is there and has no size.
constexpr const char* kPatterns =
    R"(<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7L7 -1" stroke-width="1.5"/></pattern>
<pattern id="down" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M-1 6L6 -1" stroke-width="1.5"/></pattern>
</defs></svg>
)";

void write_head(const std::string& name, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
      << escaped(name) << "</title>\n<style>" << report::kStyle << "</style>\n</head>\n<body>\n"
      << kPatterns;
}

void write_verdict(const scenario::Outcome& outcome, std::ostream& out) {
  const auto held = std::count_if(outcome.judgements.begin(), outcome.judgements.end(),
                                  [](const auto& j) { return j.held; });
  out << "<p><span class=\"verdict " << (outcome.held() ? "held\">✓ held" : "broken\">✗ broken") << "</span> "
      << held << " of " << outcome.judgements.size() << " expectations held";
  if (!outcome.liveness_held) out << ", the cluster did not heal";
  out << ".</p>\n";
}

// A command that breaks between its words only: "--" and "seed" belong together.
std::string whole_words(const std::string& command) {
  std::string html;
  std::istringstream words(command);
  for (std::string word; words >> word;)
    html += (html.empty() ? "<span>" : " <span>") + escaped(word) + "</span>";
  return html;
}

void write_facts(const scenario::Outcome& outcome, const std::string& repeat, std::ostream& out) {
  char fingerprint[32];
  std::snprintf(fingerprint, sizeof fingerprint, "%016llx",
                static_cast<unsigned long long>(outcome.fingerprint));
  out << "<div class=\"facts\"><span>seed " << outcome.cluster->options().seed
      << "</span><span>fingerprint <code>" << fingerprint << "</code></span><span>"
      << duration_text(outcome.virtual_time) << " of virtual time</span><span>" << outcome.events
      << " events</span></div>\n<p>Repeat it: <code>" << whole_words(repeat) << "</code></p>\n";
}

void write_expectations(const scenario::Outcome& outcome, std::ostream& out) {
  if (outcome.judgements.empty()) return;
  out << "<h2>Expectations</h2>\n<table><thead><tr><th></th><th>expectation</th><th>wanted</th><th>when</"
         "th><th>seen</th>"
         "</tr></thead><tbody>\n";
  for (const scenario::Judgement& j : outcome.judgements) {
    out << "<tr><td class=\"" << (j.held ? "held\">✓ held" : "broken\">✗ broken")
        << "</td><td class=\"named\">" << escaped(j.name) << "</td><td data-is=\"wanted\">"
        << escaped(j.wanted) << "</td><td data-is=\"when\">" << escaped(j.when)
        << "</td><td data-is=\"seen\">" << escaped(j.seen) << "</td></tr>\n";
  }
  out << "</tbody></table>\n";
}

void write_troubles(const scenario::Outcome& outcome, std::ostream& out) {
  for (const std::string& trouble : outcome.troubles)
    out << "<p class=\"trouble\">✗ trouble: " << escaped(trouble) << "</p>\n";
}

report::TimeAxis axis_of(const scenario::Outcome& outcome) {
  const Cluster& cluster = *outcome.cluster;
  return {outcome.settled, cluster.started(), std::max(cluster.now(), cluster.started() + 1ms)};
}

void write_charts(const scenario::Outcome& outcome, std::ostream& out) {
  Cluster& cluster = *outcome.cluster;
  const report::TimeAxis axis = axis_of(outcome);
  const MemoryChronicle& chronicle = cluster.chronicle();
  const std::vector<Mark> acts = marks(chronicle);
  out << "<h2>Nodes and pods</h2>\n";
  report::write_lanes({node_lives(chronicle, axis.to), pod_lives(chronicle, axis.to), acts}, axis, out);
  for (const auto& requests : cluster.world().requests())
    report::write_traffic(requests->config().name, requests->availability(), acts, axis, out);
  out << "<p class=\"note\">Seconds count from when the cluster had settled, "
      << duration_text(outcome.settled - cluster.started())
      << " after its start. Point at or touch a bar to read its times.</p>\n";
  report::write_story(chronicle, kMostEvents, axis, out);
}

}  // namespace

void write_html(const scenario::Outcome& outcome, const std::string& name, const std::string& about,
                const std::string& repeat, std::ostream& out) {
  write_head(name, out);
  out << "<h1>" << escaped(name) << "</h1>\n<p>" << escaped(about) << "</p>\n";
  write_verdict(outcome, out);
  write_facts(outcome, repeat, out);
  write_expectations(outcome, out);
  write_troubles(outcome, out);
  write_charts(outcome, out);
  out << "<div id=\"told\" role=\"status\"></div>\n<script>" << report::kScript
      << "</script>\n</body>\n</html>\n";
}

}  // namespace podium
