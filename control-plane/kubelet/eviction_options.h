// What is too little on a node, and what a kubelet does about it. Defaults are Kubernetes 1.33's.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/env/time.h"

namespace podium {

// What thresholds are about. Images share the node's file system, so the last two see the same bytes.
enum class EvictionSignal : std::uint8_t { kMemoryAvailable, kNodefsAvailable, kImagefsAvailable };

// Met when less than this is available: an amount in bytes, or so many per cent of all.
struct EvictionThreshold {
  EvictionSignal signal = EvictionSignal::kMemoryAvailable;
  std::int64_t bytes = 0;
  int percent = 0;           // counts if not zero
  Duration grace_period{0};  // of a soft threshold: it must have been met for so long
  bool operator==(const EvictionThreshold&) const = default;
};

struct EvictionOptions {
  std::vector<EvictionThreshold> hard{{EvictionSignal::kMemoryAvailable, 100LL << 20},
                                      {EvictionSignal::kNodefsAvailable, 0, 10},
                                      {EvictionSignal::kImagefsAvailable, 0, 15}};
  std::vector<EvictionThreshold> soft;
  Duration period{10s};              // between two looks
  Duration transition_period{5min};  // how long a pressure is shown at least after it was last seen
  Duration max_pod_grace{0};         // what pods get at most when a soft threshold is met
  Duration hard_grace{1s};           // what they get when a hard one is
};

struct ImageGcOptions {
  int high_percent = 85, low_percent = 80;  // of the disk in use: where it begins, and where it ends
  Duration minimum_age{2min};               // of an image that nobody uses, since it was last seen in use
  Duration period{5min};
};

}  // namespace podium
