// What a live simulation answers under /podium/v1/, beside the Kubernetes API:
//
//   GET  /podium/v1/clock    {"now": "2025-01-01T00:00:30.000000Z", "elapsed": 30.0, "speed": "10x",
//   "paused": false} POST /podium/v1/clock    {"action": "pause"} | {"action": "run"} | {"action": "speed",
//   "speed": "10x"}
//                            | {"action": "step", "duration": "30s"}: answered when the step is done
//   GET  /podium/v1/why?subject=pod/default/web-1     the last event about it, its cause, the cause of that
//   ... GET  /podium/v1/events?since=N[&limit=1000]       what was recorded after event N, oldest first
//
// Errors are {"error": "a sentence"} with code 400, 404 or 405.
#pragma once

#include <memory>
#include <string_view>

#include "control-plane/gateway/http_message.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "scenarios/live/clock.h"

namespace podium::live {

inline constexpr std::string_view kControlPrefix = "/podium/v1/";

class Control {
 public:
  Control(Clock& clock, const MemoryChronicle& chronicle)
      : clock_(clock), chronicle_(chronicle), started_(clock.now()) {}

  // REQUIRES: the path begins with kControlPrefix.
  void handle(const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder);

 private:
  HttpResponse clock_state() const;
  void change_clock(const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder);
  HttpResponse why(const HttpRequest& request) const;
  HttpResponse events(const HttpRequest& request) const;

  Clock& clock_;
  const MemoryChronicle& chronicle_;
  const TimePoint started_;
};

}  // namespace podium::live
