#include "scenarios/report/events_jsonl.h"

#include <algorithm>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

namespace podium {

void write_event_line(const ChronicleEvent& event, TimePoint start, std::ostream& out) {
  const nlohmann::ordered_json line = {{"id", event.id},
                                       {"cause", event.cause},
                                       {"t", seconds(event.at - start)},
                                       {"category", to_string(event.category)},
                                       {"component", event.component},
                                       {"subject", event.subject},
                                       {"text", event.text}};
  out << line.dump() << '\n';
}

void write_events(const MemoryChronicle& chronicle, TimePoint start, std::ostream& out) {
  chronicle.for_each([&](const ChronicleEvent& event) { write_event_line(event, start, out); });
}

std::vector<StoredEvent> read_chain(std::istream& in, const std::string& subject_or_id, std::string& error) {
  std::map<EventId, StoredEvent> events;
  EventId last = kNoCause;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) {
      error = "line " + std::to_string(number) + " is not an event: expected one JSON object a line";
      return {};
    }
    StoredEvent event{json.value("id", kNoCause), json.value("cause", kNoCause), json.value("t", 0.0),
                      json.value("category", ""), json.value("component", ""),   json.value("subject", ""),
                      json.value("text", "")};
    // "pod/web-1" means the same as "pod/default/web-1".
    std::string shorter = event.subject;
    if (const std::size_t space = shorter.find("/default/"); space != std::string::npos)
      shorter.erase(space, 8);
    if (event.subject == subject_or_id || shorter == subject_or_id ||
        std::to_string(event.id) == subject_or_id)
      last = event.id;
    events[event.id] = std::move(event);
  }
  if (last == kNoCause)
    error = "nothing is known about " + subject_or_id +
            ": expected a subject such as pod/default/web-1, or the number of an event";
  std::vector<StoredEvent> chain;
  for (auto at = events.find(last); at != events.end(); at = events.find(at->second.cause))
    chain.push_back(at->second);
  return chain;
}

}  // namespace podium
