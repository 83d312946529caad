#include "sim/world/availability.h"

#include <algorithm>
#include <numeric>

namespace podium::sim {

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOk: return "ok";
    case Outcome::kError: return "error";
    case Outcome::kRefused: return "refused";
    case Outcome::kTimeout: return "timeout";
    case Outcome::kReset: return "reset";
  }
  return "unknown";
}

void Availability::add(TimePoint sent, Outcome outcome, Duration latency, TimePoint now) {
  ++counts_[static_cast<std::size_t>(outcome)];
  Open& second = open_[std::chrono::floor<std::chrono::seconds>(sent)];
  if (outcome == Outcome::kOk) {
    latency_.add(latency);
    second.micros.push_back(static_cast<std::uint32_t>(latency / 1us));
  } else {
    ++second.failed;
  }
  while (open_.begin()->first + 1s + horizon_ < now) {
    closed_.push_back(summary(open_.begin()->first, std::move(open_.begin()->second)));
    open_.erase(open_.begin());
  }
}

std::uint64_t Availability::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

SecondOfTraffic Availability::summary(TimePoint time, Open second) {
  std::sort(second.micros.begin(), second.micros.end());
  const auto percentile = [&micros = second.micros](std::size_t percent) -> Duration {
    if (micros.empty()) return Duration{0};
    return std::chrono::microseconds{micros[(micros.size() * percent + 99) / 100 - 1]};
  };
  return {time,           static_cast<std::uint32_t>(second.micros.size()),
          second.failed,  percentile(50),
          percentile(95), percentile(99)};
}

std::vector<SecondOfTraffic> Availability::series() const {
  auto series = closed_;
  for (const auto& [time, second] : open_) series.push_back(summary(time, second));
  return series;
}

}  // namespace podium::sim
