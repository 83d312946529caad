// What became of requests: totals, latencies, and a point for each second of sending.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/world/latency_histogram.h"

namespace podium::sim {

enum class Outcome : std::uint8_t {
  kOk,
  kError,    // answered with status 400 or more
  kRefused,  // nobody listened, or the service has no backends
  kTimeout,  // no answer in time
  kReset,    // the container died while it had the request
};
inline constexpr std::size_t kOutcomes = 5;

const char* to_string(Outcome outcome);

// One second of sending. Latencies are of the requests that went well.
struct SecondOfTraffic {
  TimePoint time{};  // its start
  std::uint32_t ok = 0, failed = 0;
  Duration p50{0}, p95{0}, p99{0};
};

class Availability {
 public:
  // REQUIRES: a request is added at most `horizon` after it was sent.
  explicit Availability(Duration horizon) : horizon_(horizon) {}

  // The outcome of a request, known at `now`.
  void add(TimePoint sent, Outcome outcome, Duration latency, TimePoint now);

  std::uint64_t count(Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }
  std::uint64_t total() const;
  const LatencyHistogram& latency() const { return latency_; }  // of the requests that went well
  // By time; seconds in which nothing was sent are missing. The latest may still change.
  std::vector<SecondOfTraffic> series() const;

 private:
  struct Open {
    std::uint32_t failed = 0;
    std::vector<std::uint32_t> micros;  // of those that went well
  };
  static SecondOfTraffic summary(TimePoint time, Open second);

  Duration horizon_;
  std::array<std::uint64_t, kOutcomes> counts_{};
  LatencyHistogram latency_;
  std::vector<SecondOfTraffic> closed_;
  std::map<TimePoint, Open> open_;  // seconds whose requests may still be under way
};

}  // namespace podium::sim
