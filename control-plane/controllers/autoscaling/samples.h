// What is measured of pods, and what follows from it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

// One pod's value, in thousandths.
struct Sample {
  std::int64_t milli = 0;
  TimePoint at{};
  Duration window{60s};  // over which it was measured
};
using Samples = std::map<Text, Sample>;  // by the pod's name

using ScaledPods = std::vector<Ref<const Pod>>;  // those that the target's selector picks

// How many replicas a metric asks for, and what it was.
struct Proposal {
  std::int32_t replicas = 0;
  std::optional<std::int32_t> utilization;  // percent of the requests
  std::int64_t milli = 0;                   // of each pod on average, or the whole value
};

}  // namespace podium::controllers
