// The chronicle of a run as lines of JSON, and back: what `podium why` reads after a run.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "runtime/chronicle/memory_chronicle.h"

namespace podium {

// One event a line: {"id","cause","t" (seconds since `start`),"category","component","subject","text"}.
void write_event_line(const ChronicleEvent& event, TimePoint start, std::ostream& out);
void write_events(const MemoryChronicle& chronicle, TimePoint start, std::ostream& out);

// An event as it was written.
struct StoredEvent {
  EventId id = kNoCause, cause = kNoCause;
  double t = 0;
  std::string category, component, subject, text;
};

// The chain from the last event about `subject`, or from the event numbered so, up to what came from
// outside. `error` says what is wrong with the input, or that nothing is known about the subject.
std::vector<StoredEvent> read_chain(std::istream& in, const std::string& subject_or_id, std::string& error);

}  // namespace podium
