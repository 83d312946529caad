#include "sim/world/log_lines.h"

#include <algorithm>

#include "sim/world/main_process.h"

namespace podium::sim {
namespace {

constexpr int kKilled = 128;  // exit codes from here on are of signals: whoever is killed writes nothing

}  // namespace

TimePoint LogLines::time_of(int event) const {
  const ContainerRecord& c = container_;
  if (c.started == TimePoint{}) return kForever;
  const TimePoint end = c.state == ContainerState::kExited ? c.finished : kForever;
  const auto while_it_ran = [end](TimePoint at) { return at <= end ? at : kForever; };
  switch (event) {
    case kStarting: return c.started;
    case kListening: return while_it_ran(later(c.epoch, c.drawn.listening));
    case kReady:
      return c.drawn.ready > c.drawn.listening ? while_it_ran(later(c.epoch, c.drawn.ready)) : kForever;
    case kTerm: return c.terminating ? c.term_at : kForever;
    default: return c.exit_code < kKilled ? end : kForever;
  }
}

// The earliest that is not told yet.
int LogLines::next_event() const {
  int next = kEvents;
  TimePoint earliest = kForever;
  for (int event = 0; event < kEvents; ++event) {
    if ((told_ >> event & 1) != 0 || time_of(event) >= earliest) continue;
    next = event;
    earliest = time_of(event);
  }
  return next;
}

TimePoint LogLines::beat_time() const {
  const Duration every = container_.model().log_every;
  const TimePoint first = time_of(kListening);
  if (every <= Duration{0} || first == kForever) return kForever;
  const TimePoint at = first + every * static_cast<std::int64_t>(beats_ + 1);
  return container_.running() || at <= container_.finished ? at : kForever;
}

TimePoint LogLines::next_time() const {
  if (main_) {
    const auto& lines = main_->lines();
    return beats_ < lines.size() ? lines[beats_].time : kForever;
  }
  const int event = next_event();
  return std::min(event == kEvents ? kForever : time_of(event), beat_time());
}

void LogLines::skip() {
  if (main_) {
    ++beats_;
    return;
  }
  const int event = next_event();
  if (event == kEvents || beat_time() < time_of(event))
    ++beats_;
  else
    told_ |= static_cast<std::uint8_t>(1 << event);
}

LogLine LogLines::take() {
  if (main_) return main_->lines()[beats_++];
  const ContainerRecord& c = container_;
  const int event = next_event();
  LogLine line{.time = next_time()};
  if (event == kEvents || beat_time() < time_of(event)) {
    line.text = c.model().log_line;
  } else if (event == kStarting) {
    line.text = c.shape->image + " starting, run " + std::to_string(c.attempt + 1);
  } else if (event == kListening) {
    line.text = "listening";
  } else if (event == kReady) {
    line.text = "ready";
  } else if (event == kTerm) {
    line.text = "received SIGTERM";
  } else {
    line.text = "exiting with code " + std::to_string(c.exit_code);
    line.error = c.exit_code != 0;
  }
  skip();
  return line;
}

void LogLines::skip_to(TimePoint since) {
  if (main_) {
    while (next_time() < since) skip();
    return;
  }
  for (int event = 0; event < kEvents; ++event) {
    if (time_of(event) < since) told_ |= static_cast<std::uint8_t>(1 << event);
  }
  if (beat_time() >= since) return;
  const Duration every = container_.model().log_every;
  beats_ = static_cast<std::uint64_t>((since - time_of(kListening) - Duration{1}) / every);
}

}  // namespace podium::sim
