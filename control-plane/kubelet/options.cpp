#include "control-plane/kubelet/options.h"

#include <algorithm>

#include "control-plane/kubelet/pressure.h"

namespace podium {
namespace {

std::int64_t reserved(const KubeletOptions& options, EvictionSignal signal) {
  const MachineStats whole{options.memory, options.memory, options.disk, options.disk};
  std::int64_t bytes = 0;
  for (const EvictionThreshold& threshold : options.eviction.hard) {
    if (threshold.signal == signal) bytes = std::max(bytes, kubelet::quantity_of(threshold, whole));
  }
  return bytes;
}

}  // namespace

std::int64_t reserved_memory(const KubeletOptions& options) {
  return reserved(options, EvictionSignal::kMemoryAvailable);
}

std::int64_t reserved_disk(const KubeletOptions& options) {
  return reserved(options, EvictionSignal::kNodefsAvailable);
}

}  // namespace podium
