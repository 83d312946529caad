#include "control-plane/kubelet/pressure.h"

#include <algorithm>

namespace podium::kubelet {
namespace {

bool is_memory(EvictionSignal signal) { return signal == EvictionSignal::kMemoryAvailable; }

std::int64_t available(EvictionSignal signal, const MachineStats& stats) {
  return is_memory(signal) ? stats.memory_available : stats.disk_available;
}

std::optional<MetThreshold> met(const EvictionThreshold& threshold, bool hard, const MachineStats& stats) {
  const MetThreshold seen{threshold.signal, hard, quantity_of(threshold, stats),
                          available(threshold.signal, stats)};
  if (seen.available >= seen.quantity) return std::nullopt;
  return seen;
}

}  // namespace

std::string_view resource_of(EvictionSignal signal) {
  return is_memory(signal) ? "memory" : "ephemeral-storage";
}

std::int64_t quantity_of(const EvictionThreshold& threshold, const MachineStats& stats) {
  if (threshold.percent == 0) return threshold.bytes;
  return (is_memory(threshold.signal) ? stats.memory : stats.disk) / 100 * threshold.percent;
}

MachineFloor floor_of(const EvictionOptions& options, const MachineStats& stats) {
  MachineFloor floor;
  for (const auto* thresholds : {&options.hard, &options.soft}) {
    for (const EvictionThreshold& threshold : *thresholds) {
      std::int64_t& of = is_memory(threshold.signal) ? floor.memory : floor.disk;
      of = std::max(of, quantity_of(threshold, stats));
    }
  }
  return floor;
}

// Source: synchronize() of eviction_manager.go. A soft threshold counts once its grace period is over; a
// condition stays for the transition period after what it tells was last seen.
std::vector<MetThreshold> PressureWatch::look(const MachineStats& stats, TimePoint now) {
  std::vector<MetThreshold> due;
  for (const EvictionThreshold& threshold : options_.hard) {
    if (const auto seen = met(threshold, true, stats)) due.push_back(*seen);
  }
  for (std::size_t i = 0; i < options_.soft.size(); ++i) {
    const auto seen = met(options_.soft[i], false, stats);
    if (!seen) {
      first_met_.erase(i);
      continue;
    }
    const TimePoint since = first_met_.emplace(i, now).first->second;
    if (now - since >= options_.soft[i].grace_period) due.push_back(*seen);
  }
  std::stable_sort(due.begin(), due.end(), [](const MetThreshold& a, const MetThreshold& b) {
    return is_memory(a.signal) && !is_memory(b.signal);
  });
  for (const MetThreshold& threshold : due) last_met_[threshold.signal] = now;
  shown_.memory = shows(EvictionSignal::kMemoryAvailable, now);
  shown_.disk = shows(EvictionSignal::kNodefsAvailable, now) || shows(EvictionSignal::kImagefsAvailable, now);
  return due;
}

bool PressureWatch::shows(EvictionSignal signal, TimePoint now) const {
  const auto last = last_met_.find(signal);
  return last != last_met_.end() && now - last->second < options_.transition_period;
}

}  // namespace podium::kubelet
