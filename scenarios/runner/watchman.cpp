#include "scenarios/runner/watchman.h"

#include <algorithm>

namespace podium::scenario {
namespace {

constexpr Duration kLookEvery = 1s;  // also when the store is quiet: requests change without it

std::string window_text(const Expectation& e) {
  const std::string range = duration_text(e.window.from) + ".." + duration_text(e.window.to);
  switch (e.kind) {
    case Expectation::Kind::kWithin: return "within " + range;
    case Expectation::Kind::kAlways: return "always " + range;
    case Expectation::Kind::kNever: return "never " + range;
    case Expectation::Kind::kAtEnd: return "at the end";
  }
  return range;
}

}  // namespace

Watchman::Watchman(Cluster& cluster, TimePoint start, Duration length,
                   const std::vector<Expectation>& expectations)
    : cluster_(cluster), start_(start) {
  for (const Expectation& e : expectations) {
    Watched watched{&e, start + e.window.from, start + e.window.to};
    if (e.kind == Expectation::Kind::kAtEnd) watched.from = watched.to = start + length;
    watched_.push_back(watched);
  }
}

TimePoint Watchman::next_edge(TimePoint end) const {
  TimePoint edge = end;
  for (const Watched& w : watched_) {
    for (const TimePoint at : {w.from, w.to}) {
      if (at > cluster_.now()) edge = std::min(edge, at);
    }
  }
  return std::min(edge, cluster_.now() + kLookEvery);
}

void Watchman::run_until(TimePoint end) {
  Engine& engine = cluster_.engine();
  while (cluster_.now() < end) {
    const std::uint64_t revision = cluster_.store().revision();
    const TimePoint edge = next_edge(end);
    engine.run_while([&] {
      const auto next = engine.next_event_time();
      return cluster_.store().revision() == revision && next && *next <= edge;
    });
    if (cluster_.store().revision() == revision) engine.run_until(edge);
    look();
  }
}

void Watchman::look() {
  const TimePoint now = cluster_.now();
  for (Watched& w : watched_) {
    if (!w.decided && now >= w.from && now <= w.to) look(w);
  }
}

void Watchman::look(Watched& w) {
  using Kind = Expectation::Kind;
  const Finding finding = w.expectation->condition->look(cluster_);
  const auto decide = [&](bool held) {
    w.decided = true;
    w.held = held;
    w.since = cluster_.now();
    w.seen = finding.seen;
  };
  switch (w.expectation->kind) {
    case Kind::kWithin:
      if (finding.holds) decide(true);
      break;
    case Kind::kAlways:
      if (!finding.holds) decide(false);
      break;
    case Kind::kNever:
      if (finding.holds) decide(false);
      break;
    case Kind::kAtEnd: decide(finding.holds); break;
  }
  if (!w.decided) w.seen = finding.seen;
}

std::vector<Judgement> Watchman::judge() {
  using Kind = Expectation::Kind;
  std::vector<Judgement> judgements;
  for (const Watched& w : watched_) {
    const Kind kind = w.expectation->kind;
    const bool held = w.decided ? w.held : kind == Kind::kAlways || kind == Kind::kNever;
    std::string seen = w.seen;
    if (w.decided) seen += " at " + duration_text(w.since - start_);
    judgements.push_back(
        {w.expectation->name, w.expectation->condition->wanted(), window_text(*w.expectation), seen, held});
  }
  return judgements;
}

}  // namespace podium::scenario
