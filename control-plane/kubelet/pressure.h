// Which eviction thresholds a node meets, and the pressures that it shows because of them.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "control-plane/kubelet/eviction_options.h"
#include "runtime/env/container_runtime.h"

namespace podium::kubelet {

// The pressures that a node's conditions tell.
struct Pressures {
  bool memory = false, disk = false;
  bool any() const { return memory || disk; }
  bool operator==(const Pressures&) const = default;
};

// A threshold, the bytes that it asks for on this machine, and those that there are.
struct MetThreshold {
  EvictionSignal signal = EvictionSignal::kMemoryAvailable;
  bool hard = true;
  std::int64_t quantity = 0, available = 0;
};

// "memory" or "ephemeral-storage": what pods are evicted for.
std::string_view resource_of(EvictionSignal signal);
// Bytes that a threshold asks for.
std::int64_t quantity_of(const EvictionThreshold& threshold, const MachineStats& stats);
// The floors below which some threshold is met.
MachineFloor floor_of(const EvictionOptions& options, const MachineStats& stats);

// Follows a machine from look to look.
class PressureWatch {
 public:
  explicit PressureWatch(const EvictionOptions& options) : options_(options) {}

  // The thresholds that call for action now, memory first.
  std::vector<MetThreshold> look(const MachineStats& stats, TimePoint now);
  // As of the last look.
  const Pressures& pressures() const { return shown_; }
  // Nothing is met, waits for its grace period or is shown: the next look may wait for the machine's word.
  bool quiet() const { return first_met_.empty() && !shown_.any(); }

 private:
  bool shows(EvictionSignal signal, TimePoint now) const;

  const EvictionOptions& options_;
  std::map<std::size_t, TimePoint> first_met_;    // by number of a soft threshold
  std::map<EvictionSignal, TimePoint> last_met_;  // of thresholds that were to be acted on
  Pressures shown_;
};

}  // namespace podium::kubelet
