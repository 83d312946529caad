// Silence has no sender: a node that turns Unknown does so because heartbeats did not come, and no
// message carries why. The wiring knows which fault the silence comes from, and says so.
#pragma once

#include <map>
#include <string>

#include "runtime/chronicle/memory_chronicle.h"

namespace podium {

// Passes events on to the chronicle. An event that tells of a node's silence gets, as its cause, the
// last fault of that node's machine or links.
class Attribution final : public Chronicle {
 public:
  explicit Attribution(MemoryChronicle& chronicle) : chronicle_(chronicle) {}

  EventId record(Executor& executor, Category category, std::string_view component, std::string_view subject,
                 std::string_view text) override;

 private:
  MemoryChronicle& chronicle_;
  std::map<std::string, EventId, std::less<>> faults_;  // the last, by machine
};

}  // namespace podium
