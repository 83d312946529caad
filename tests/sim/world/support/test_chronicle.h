// A chronicle whose events the tests can read.
#pragma once

#include <string>
#include <vector>

#include "runtime/env/chronicle.h"

namespace podium::sim {

class TestChronicle final : public Chronicle {
 public:
  struct Event {
    EventId cause;
    Category category;
    std::string component, subject, text;
  };
  EventId record(Executor& executor, Category category, std::string_view component, std::string_view subject,
                 std::string_view text) override {
    events.push_back(
        {executor.cause(), category, std::string(component), std::string(subject), std::string(text)});
    executor.because(events.size());
    return events.size();
  }
  const Event& operator[](EventId id) const { return events.at(id - 1); }
  std::vector<Event> events;
};

}  // namespace podium::sim
