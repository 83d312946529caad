// A chronicle told by a test: an executor that stands still until it is told the time.
#pragma once

#include <string_view>

#include "runtime/chronicle/memory_chronicle.h"

namespace podium::test {

class Scripted final : private Moment, public Executor {
 public:
  Scripted() : Executor(static_cast<Moment&>(*this)) {}
  TimerId run_at(TimePoint, Task) override { return TimerId::kNone; }
  bool cancel(TimerId) override { return false; }
  bool rearm(TimerId, TimePoint) override { return false; }

  // At `second`, because of `cause`.
  EventId tell(int second, Category category, std::string_view component, std::string_view subject,
               std::string_view text, EventId cause = kNoCause) {
    Moment::now = TimePoint{std::chrono::seconds(second)};
    Moment::cause = cause;
    return chronicle.record(*this, category, component, subject, text);
  }
  EventId write(int second, std::string_view subject, std::string_view text, EventId cause = kNoCause) {
    return tell(second, Category::kWrite, "apiserver", subject, text, cause);
  }

  MemoryChronicle chronicle;
};

inline TimePoint at(int second) { return TimePoint{std::chrono::seconds(second)}; }

}  // namespace podium::test
