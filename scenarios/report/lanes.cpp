#include "scenarios/report/lanes.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace podium {
namespace {

constexpr std::string_view kArrow = " -> ";

// Visits the clauses of a story, which are joined by "; ".
template <class Visit>
void each_clause(std::string_view story, Visit visit) {
  while (!story.empty()) {
    const std::size_t end = story.find("; ");
    visit(story.substr(0, end));
    story = end == std::string_view::npos ? std::string_view{} : story.substr(end + 2);
  }
}

// What follows `prefix`, if the text begins with it.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

// The later of "False -> True (reason)", "True (reason)".
std::string_view latest(std::string_view change) {
  if (const std::size_t arrow = change.find(kArrow); arrow != std::string_view::npos)
    change.remove_prefix(arrow + kArrow.size());
  return change.substr(0, change.find(' '));
}

bool is_phase(std::string_view word) {
  return word == "Pending" || word == "Running" || word == "Succeeded" || word == "Failed";
}

// A pod's life as it is being told.
class PodTeller {
 public:
  PodTeller(std::string_view name, TimePoint at) : since_(at) {
    life_.name = name;
    life_.created = at;
  }

  void tell(const ChronicleEvent& event) {
    each_clause(event.text, [&](std::string_view clause) { note(clause, event.at); });
    turn(event.at);
    life_.deleted = event.text == "deleted";
  }

  PodLife end(TimePoint at) {
    close(at);
    life_.ended = at;
    return std::move(life_);
  }

 private:
  void note(std::string_view clause, TimePoint at) {
    if (clause == "deletion asked for") terminating_ = true;
    if (const auto node = after(clause, "bound to ")) {
      life_.node = *node;
      life_.bound = at;
    }
    if (const auto status = after(clause, "Ready ")) ready_ = latest(*status) == "True";
    const std::size_t arrow = clause.find(kArrow);
    if (arrow == std::string_view::npos || !is_phase(clause.substr(arrow + kArrow.size()))) return;
    const std::string_view phase = clause.substr(arrow + kArrow.size());
    running_ = phase == "Running";
    done_ = phase == "Succeeded" || phase == "Failed";
  }

  PodState state() const {
    if (terminating_) return PodState::kTerminating;
    if (done_) return PodState::kDone;
    if (ready_) return PodState::kReady;
    return running_ ? PodState::kRunning : PodState::kPending;
  }

  void turn(TimePoint at) {
    if (state() == state_) return;
    close(at);
    state_ = state();
  }

  void close(TimePoint at) {
    if (at > since_) life_.spans.push_back({state_, since_, at});
    since_ = at;
  }

  PodLife life_;
  TimePoint since_;
  PodState state_ = PodState::kPending;
  bool running_ = false, ready_ = false, done_ = false, terminating_ = false;
};

// Periods opened and closed by turns.
void turn(std::vector<Period>& periods, bool on, TimePoint at) {
  const bool open = !periods.empty() && periods.back().to == kForever;
  if (on && !open) periods.push_back({at, kForever});
  if (!on && open) periods.back().to = at;
}

void tell_node(NodeLife& life, const ChronicleEvent& event) {
  if (event.text == "created") life.ended = kForever;  // perhaps anew
  if (event.text == "deleted") {
    turn(life.ready, false, event.at);
    life.ended = event.at;
  }
  each_clause(event.text, [&](std::string_view clause) {
    if (const auto status = after(clause, "Ready ")) turn(life.ready, latest(*status) == "True", event.at);
  });
}

void tell_machine(NodeLife& life, const ChronicleEvent& event) {
  const bool down = event.text == "power off" || event.text == "paused";
  if (down || event.text == "power on" || event.text == "resumed") turn(life.down, down, event.at);
}

void close(std::vector<Period>& periods, TimePoint end) {
  turn(periods, false, end);
  std::erase_if(periods, [](const Period& p) { return p.from == p.to; });
}

}  // namespace

const char* to_string(PodState state) {
  switch (state) {
    case PodState::kPending: return "Pending";
    case PodState::kRunning: return "Running, not Ready";
    case PodState::kReady: return "Ready";
    case PodState::kDone: return "Done";
    case PodState::kTerminating: return "Terminating";
  }
  return "";
}

std::vector<PodLife> pod_lives(const MemoryChronicle& chronicle, TimePoint end) {
  std::vector<PodTeller> tellers;
  std::vector<std::optional<TimePoint>> ends;
  std::map<std::string_view, std::size_t> living;  // by name: the last teller of it
  chronicle.for_each([&](const ChronicleEvent& event) {
    const auto name = after(event.subject, "pod/");
    if (!name || event.category != Category::kWrite || event.at > end) return;
    const auto [at, fresh] = living.try_emplace(*name, tellers.size());
    if (fresh || event.text == "created") {
      at->second = tellers.size();
      tellers.emplace_back(*name, event.at);
      ends.emplace_back();
    }
    tellers[at->second].tell(event);
    if (event.text != "deleted") return;
    ends[at->second] = event.at;
    living.erase(at);
  });
  std::vector<PodLife> lives;
  lives.reserve(tellers.size());
  for (std::size_t i = 0; i < tellers.size(); ++i) lives.push_back(tellers[i].end(ends[i].value_or(end)));
  return lives;
}

std::vector<NodeLife> node_lives(const MemoryChronicle& chronicle, TimePoint end) {
  std::vector<NodeLife> lives;
  std::map<std::string_view, std::size_t> places;
  chronicle.for_each([&](const ChronicleEvent& event) {
    if (event.at > end) return;
    if (const auto name = after(event.subject, "node/"); name && event.category == Category::kWrite) {
      const auto [place, fresh] = places.try_emplace(*name, lives.size());
      if (fresh) lives.push_back({std::string(*name), kForever, {}, {}});
      tell_node(lives[place->second], event);
    }
    if (const auto name = after(event.subject, "machine/"); name && event.category == Category::kFault) {
      const auto place = places.find(*name);  // of clients' machines there is no node
      if (place != places.end()) tell_machine(lives[place->second], event);
    }
  });
  for (NodeLife& life : lives) {
    life.ended = std::min(life.ended, end);
    close(life.ready, end);
    close(life.down, end);
  }
  return lives;
}

std::vector<Mark> marks(const MemoryChronicle& chronicle) {
  std::vector<Mark> found;
  chronicle.for_each([&](const ChronicleEvent& event) {
    const bool fault = event.category == Category::kFault;
    if (!fault && event.category != Category::kUser) return;
    found.push_back({event.at, fault, std::string(event.text) + ": " + std::string(event.subject)});
  });
  return found;
}

}  // namespace podium
