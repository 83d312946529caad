#include "scenarios/report/trace.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "scenarios/report/lanes.h"

namespace podium {
namespace {

using Json = nlohmann::ordered_json;

// An arrow binds to a bar, so events are bars too: this long, or up to the next on their thread, since
// bars of a thread must not overlap in part.
constexpr Duration kEventLength = 1us;

struct Track {
  int process = 0, thread = 0;
};

struct Placed {
  TimePoint at{};
  std::size_t track = 0;
  Duration length = kEventLength;
};

int integer(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// How many endpoints of a slice were ready, from each time on.
struct Slice {
  TimePoint created{};
  std::vector<std::pair<TimePoint, int>> counts;
};

// From "ready endpoints 3 -> 2". What a slice was created with is known from its first change.
std::map<std::string, Slice> endpoint_counts(const MemoryChronicle& chronicle) {
  constexpr std::string_view kKind = "endpointslice/", kStory = "ready endpoints ", kArrow = " -> ";
  std::map<std::string, Slice> slices;
  chronicle.for_each([&](const ChronicleEvent& event) {
    if (!event.subject.starts_with(kKind) || event.category != Category::kWrite) return;
    const std::string name(event.subject.substr(kKind.size()));
    Slice& slice = slices.try_emplace(name, Slice{event.at, {}}).first->second;
    if (event.text == "deleted" && !slice.counts.empty()) slice.counts.emplace_back(event.at, 0);
    const std::size_t arrow = event.text.find(kArrow);
    if (!event.text.starts_with(kStory) || arrow == std::string_view::npos) return;
    const int before = integer(event.text.substr(kStory.size(), arrow - kStory.size()));
    if (slice.counts.empty()) slice.counts.emplace_back(slice.created, before);
    slice.counts.emplace_back(event.at, integer(event.text.substr(arrow + kArrow.size())));
  });
  return slices;
}

class TraceWriter {
 public:
  TraceWriter(const MemoryChronicle& chronicle, TimePoint start, TimePoint end, std::ostream& out)
      : chronicle_(chronicle), start_(start), end_(end), out_(out), pods_(pod_lives(chronicle, end)) {
    for (std::size_t i = 0; i < pods_.size(); ++i) lives_of_[pods_[i].name].push_back(i);
  }

  void write() {
    out_ << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[";
    process("cluster");
    for (const NodeLife& node : node_lives(chronicle_, end_)) node_bars(node);
    for (const PodLife& pod : pods_) pod_bars(pod);
    place_events();
    chronicle_.for_each([this](const ChronicleEvent& event) { write_event(event); });
    write_counters();
    out_ << "\n]}\n";
  }

 private:
  // Threads and processes come to be where they are first named.
  int process(const std::string& name) {
    const auto [at, fresh] = processes_.try_emplace(name, static_cast<int>(processes_.size()) + 1);
    if (fresh) put({{"ph", "M"}, {"pid", at->second}, {"name", "process_name"}, {"args", {{"name", name}}}});
    return at->second;
  }

  std::size_t track(const std::string& process_name, const std::string& thread_name) {
    const int pid = process(process_name);
    const auto [at, fresh] = track_of_.try_emplace({pid, thread_name}, tracks_.size());
    if (!fresh) return at->second;
    tracks_.push_back({pid, ++threads_[pid]});
    Json name = {{"ph", "M"}, {"name", "thread_name"}, {"args", {{"name", thread_name}}}};
    put(on(tracks_.back(), std::move(name)));
    return at->second;
  }

  std::size_t node_track(const std::string& node) { return track(node, "node"); }
  std::size_t pod_track(const PodLife& pod) {
    return track(pod.node.empty() ? "no node" : pod.node, pod.name);
  }

  // Where an event is shown: with the pod or node that it is about, else with the component.
  std::size_t track_of(const ChronicleEvent& event) {
    const std::size_t slash = event.subject.find('/');
    const std::string_view kind = event.subject.substr(0, slash);
    const std::string name(slash == std::string_view::npos ? "" : event.subject.substr(slash + 1));
    if (kind == "pod") {
      if (const PodLife* pod = life_at(name, event.at)) return pod_track(*pod);
    }
    if ((kind == "node" || kind == "machine") && processes_.contains(name)) return node_track(name);
    return track("cluster", std::string(event.component));
  }

  const PodLife* life_at(const std::string& name, TimePoint at) const {
    const auto found = lives_of_.find(name);
    if (found == lives_of_.end()) return nullptr;
    const PodLife* last = nullptr;
    for (const std::size_t i : found->second)
      if (pods_[i].created <= at) last = &pods_[i];
    return last;
  }

  void node_bars(const NodeLife& node) {
    const Track track = tracks_[node_track(node.name)];
    for (const Period& p : node.ready) put_bar(track, "Ready", "node", p.from, p.to - p.from);
  }

  void pod_bars(const PodLife& pod) {
    const Track track = tracks_[pod_track(pod)];
    for (const PodSpan& s : pod.spans) put_bar(track, to_string(s.state), "pod", s.from, s.to - s.from);
  }

  void put_bar(const Track& track, std::string_view name, const char* kind, TimePoint at, Duration length,
               Json args = Json::object()) {
    const double micros_long = static_cast<double>(length.count()) / 1e3;
    put(on(track, {{"ph", "X"},
                   {"name", name},
                   {"cat", kind},
                   {"ts", micros(at)},
                   {"dur", micros_long},
                   {"args", args}}));
  }

  // Finds each event's thread, and from the last to the first, how long it may be.
  void place_events() {
    chronicle_.for_each([this](const ChronicleEvent& event) {
      placed_.push_back({event.at, track_of(event)});
    });
    std::vector<TimePoint> next(tracks_.size(), end_), later(tracks_.size(), end_);
    for (auto placed = placed_.rbegin(); placed != placed_.rend(); ++placed) {
      const std::size_t t = placed->track;
      if (placed->at < next[t]) later[t] = std::exchange(next[t], placed->at);
      placed->length = std::clamp(later[t] - placed->at, Duration{0}, kEventLength);
    }
  }

  void write_event(const ChronicleEvent& event) {
    const Placed& here = placed_[event.id - chronicle_.first()];
    put_bar(tracks_[here.track], event.text, to_string(event.category), here.at, here.length,
            {{"id", event.id},
             {"cause", event.cause},
             {"component", event.component},
             {"subject", event.subject}});
    if (event.category == Category::kFault || event.category == Category::kUser) write_mark(event, here);
    if (event.cause >= chronicle_.first() && event.cause < event.id) write_arrow(event);
  }

  // A line over all threads.
  void write_mark(const ChronicleEvent& event, const Placed& here) {
    const std::string name = std::string(event.text) + ": " + std::string(event.subject);
    Json mark = {
        {"ph", "i"}, {"s", "g"}, {"name", name}, {"cat", to_string(event.category)}, {"ts", micros(here.at)}};
    put(on(tracks_[here.track], std::move(mark)));
  }

  void write_arrow(const ChronicleEvent& event) {
    const Placed& from = placed_[event.cause - chronicle_.first()];
    const Placed& to = placed_[event.id - chronicle_.first()];
    Json tail = {{"ph", "s"}, {"id", event.id}, {"name", "cause"}, {"cat", "cause"}, {"ts", micros(from.at)}};
    Json head = {{"ph", "f"},       {"bp", "e"},      {"id", event.id},
                 {"name", "cause"}, {"cat", "cause"}, {"ts", micros(to.at)}};
    put(on(tracks_[from.track], std::move(tail)));
    put(on(tracks_[to.track], std::move(head)));
  }

  void write_counters() {
    for (const auto& [name, slice] : endpoint_counts(chronicle_)) {
      for (const auto& [at, count] : slice.counts) {
        put({{"ph", "C"},
             {"pid", 1},
             {"name", "ready endpoints of " + name},
             {"ts", micros(at)},
             {"args", {{"ready", count}}}});
      }
    }
  }

  double micros(TimePoint at) const { return static_cast<double>((at - start_).count()) / 1e3; }

  static Json on(const Track& track, Json event) {
    event["pid"] = track.process;
    event["tid"] = track.thread;
    return event;
  }

  void put(const Json& event) {
    out_ << (std::exchange(first_, false) ? "\n" : ",\n")
         << event.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  const MemoryChronicle& chronicle_;
  TimePoint start_, end_;
  std::ostream& out_;
  bool first_ = true;
  std::vector<PodLife> pods_;
  std::map<std::string, std::vector<std::size_t>> lives_of_;
  std::map<std::string, int> processes_;
  std::map<int, int> threads_;  // of each process, so far
  std::map<std::pair<int, std::string>, std::size_t> track_of_;
  std::vector<Track> tracks_;
  std::vector<Placed> placed_;  // by event, from the first that is kept
};

}  // namespace

void write_trace(const MemoryChronicle& chronicle, TimePoint start, TimePoint end, std::ostream& out) {
  TraceWriter(chronicle, start, end, out).write();
}

void write_trace(const scenario::Outcome& outcome, std::ostream& out) {
  Cluster& cluster = *outcome.cluster;
  write_trace(cluster.chronicle(), cluster.started(), cluster.now(), out);
}

}  // namespace podium
