#include "scenarios/report/timeline.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

namespace podium {
namespace {

using scenario::duration_text;

std::string seconds_text(Duration d, int decimals = 3) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, seconds(d));
  return text;
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string painted(Category category, const std::string& text, const Paint& paint) {
  switch (category) {
    case Category::kFault: return paint.red(text);
    case Category::kUser: return paint.cyan(text);
    case Category::kDecision: return paint.yellow(text);
    case Category::kContainer: return paint.green(text);
    default: return text;
  }
}

// "pod/default/web-1" as "pod/web-1": the default namespace goes without saying.
std::string short_subject(std::string_view subject) {
  std::string text(subject);
  const std::size_t space = text.find("/default/");
  if (space != std::string::npos) text.erase(space, std::string_view("/default").size());
  return text;
}

struct Line {
  ChronicleEvent event;
  std::string subject, text;
};

std::vector<Line> lines_since(const MemoryChronicle& chronicle, TimePoint from) {
  std::vector<Line> lines;
  chronicle.for_each([&](const ChronicleEvent& event) {
    if (event.at >= from) lines.push_back({event, short_subject(event.subject), std::string(event.text)});
  });
  return lines;
}

void print_line(const Line& line, TimePoint zero, std::size_t who, std::size_t what, const Paint& paint,
                std::ostream& out) {
  out << paint.dim(right(seconds_text(line.event.at - zero), 10)) << "  " << padded(line.event.component, who)
      << "  " << padded(line.subject, what) << "  " << painted(line.event.category, line.text, paint) << '\n';
}

void print_traffic(sim::World& world, const Paint& paint, std::ostream& out) {
  for (const auto& requests : world.requests()) {
    const sim::Availability& a = requests->availability();
    const std::uint64_t ok = a.count(sim::Outcome::kOk), total = a.total();
    char share[32];
    std::snprintf(share, sizeof share, "%.2f %%",
                  total == 0 ? 0.0 : 100.0 * static_cast<double>(ok) / static_cast<double>(total));
    out << "  requests " << paint.bold(requests->config().name) << ": " << total << ", answered " << share;
    for (const auto outcome :
         {sim::Outcome::kError, sim::Outcome::kRefused, sim::Outcome::kTimeout, sim::Outcome::kReset}) {
      if (a.count(outcome) > 0) out << ", " << sim::to_string(outcome) << " " << a.count(outcome);
    }
    out << '\n';
  }
}

}  // namespace

void print_timeline(const scenario::Outcome& outcome, const Paint& paint, TimelineOptions options,
                    std::ostream& out) {
  const TimePoint zero = outcome.settled;
  const std::vector<Line> lines = lines_since(outcome.cluster->chronicle(), zero);
  std::size_t who = 9, what = 7;
  for (const Line& line : lines) {
    who = std::max(who, line.event.component.size());
    what = std::max(what, line.subject.size());
  }
  out << paint.dim(right("seconds", 10) + "  " + padded("component", who) + "  " + padded("object", what) +
                   "  what happened")
      << '\n';
  out << paint.dim(right("0.000", 10)) << "  " << padded("podium", who) << "  " << padded("cluster", what)
      << "  settled, " << duration_text(zero - outcome.cluster->started()) << " after its start\n";
  const bool cut = options.most > 0 && lines.size() > options.most;
  const std::size_t head = cut ? options.most * 2 / 3 : lines.size(), tail = cut ? options.most - head : 0;
  for (std::size_t i = 0; i < head; ++i) print_line(lines[i], zero, who, what, paint, out);
  if (!cut) return;
  out << paint.dim(right("...", 10) + "  " + std::to_string(lines.size() - options.most) +
                   " more events: --all shows them, --events FILE keeps them")
      << '\n';
  for (std::size_t i = lines.size() - tail; i < lines.size(); ++i)
    print_line(lines[i], zero, who, what, paint, out);
}

void print_summary(const scenario::Outcome& outcome, const Paint& paint, const std::string& repeat,
                   std::ostream& out) {
  std::size_t name = 0, wanted = 0, when = 0;
  for (const scenario::Judgement& j : outcome.judgements) {
    name = std::max(name, j.name.size());
    wanted = std::max(wanted, j.wanted.size());
    when = std::max(when, j.when.size());
  }
  for (const scenario::Judgement& j : outcome.judgements) {
    out << "  " << (j.held ? paint.green("held  ") : paint.red("BROKEN")) << "  " << padded(j.name, name)
        << "  " << paint.dim(padded(j.wanted, wanted) + "  " + padded(j.when, when)) << "  saw " << j.seen
        << '\n';
  }
  for (const std::string& trouble : outcome.troubles)
    out << "  " << paint.red("trouble") << "  " << trouble << '\n';
  print_traffic(outcome.cluster->world(), paint, out);
  char speed[160];
  const double wall = std::max(outcome.wall_seconds, 1e-9);
  std::snprintf(speed, sizeof speed, "%s of virtual time in %.3f s: %.0f times real time, %llu events",
                duration_text(outcome.virtual_time).c_str(), outcome.wall_seconds,
                seconds(outcome.virtual_time) / wall, static_cast<unsigned long long>(outcome.events));
  char fingerprint[32];
  std::snprintf(fingerprint, sizeof fingerprint, "%016llx",
                static_cast<unsigned long long>(outcome.fingerprint));
  out << "  " << speed << '\n'
      << "  fingerprint " << fingerprint << ", repeated by: " << paint.bold(repeat) << '\n';
}

}  // namespace podium
