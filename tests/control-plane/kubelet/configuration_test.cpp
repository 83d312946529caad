#include "control-plane/kubelet/configuration.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

std::string error_of(const json& tree) {
  KubeletOptions options;
  const auto read = configure(options, tree);
  return read.ok() ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a KubeletConfiguration sets thresholds, images, heartbeats and limits") {
  KubeletOptions options;
  const auto warnings = configure(options, json::parse(R"({
    "maxPods": 250, "evictionHard": {"memory.available": "500Mi", "nodefs.available": "5%"},
    "evictionSoft": {"memory.available": "1Gi"}, "evictionSoftGracePeriod": {"memory.available": "1m30s"},
    "evictionMaxPodGracePeriod": 60, "evictionPressureTransitionPeriod": "2m",
    "imageGCHighThresholdPercent": 70, "imageGCLowThresholdPercent": 50, "imageMinimumGCAge": "10m",
    "nodeLeaseDurationSeconds": 20, "crashLoopBackOff": {"maxContainerRestartPeriod": "1m"},
    "cgroupDriver": "systemd"})"));
  REQUIRE(warnings.ok());
  CHECK(warnings.value() == std::vector<std::string>{"cgroupDriver: has no effect here"});
  CHECK(options.max_pods == 250);
  CHECK(options.eviction.hard ==
        std::vector<EvictionThreshold>{{EvictionSignal::kMemoryAvailable, 500LL << 20},
                                       {EvictionSignal::kNodefsAvailable, 0, 5}});
  CHECK(options.eviction.soft ==
        std::vector<EvictionThreshold>{{EvictionSignal::kMemoryAvailable, 1LL << 30, 0, 90s}});
  CHECK(options.eviction.max_pod_grace == 60s);
  CHECK(options.eviction.transition_period == 2min);
  CHECK(options.image_gc.low_percent == 50);
  CHECK(options.image_gc.minimum_age == 10min);
  CHECK(options.lease_renewal == 5s);
  CHECK(options.crash_backoff_max == 1min);
  CHECK(reserved_memory(options) == 500LL << 20);
  CHECK(reserved_disk(options) == options.disk / 20);
}

// KubeletConfiguration: what evictionHard leaves out is off.
TEST_CASE("hard thresholds that are given replace the defaults, or are merged into them") {
  KubeletOptions alone, merged;
  REQUIRE(configure(alone, json::parse(R"({"evictionHard": {"memory.available": "1Gi"}})")).ok());
  CHECK(alone.eviction.hard.size() == 1);
  REQUIRE(configure(merged, json::parse(R"({"evictionHard": {"memory.available": "1Gi"},
                                            "mergeDefaultEvictionSettings": true})"))
              .ok());
  CHECK(merged.eviction.hard.size() == 3);
}

TEST_CASE("what is wrong with a KubeletConfiguration is told by its place, and nothing is changed") {
  CHECK(error_of({{"maxPod", 1}}) == "unknown field \"maxPod\"");
  CHECK(error_of({{"maxPods", 0}}) == "maxPods: Invalid value: 0: expected a whole number from 1 to 10000");
  CHECK(error_of({{"evictionHard", {{"memory.avail", "1Gi"}}}}) ==
        "evictionHard[memory.avail]: unknown eviction signal memory.avail");
  CHECK(error_of({{"evictionHard", {{"memory.available", "much"}}}}) ==
        "evictionHard[memory.available]: Invalid value: \"much\": expected an amount such as \"100Mi\" or a "
        "part "
        "such as \"10%\"");
  CHECK(error_of({{"evictionSoft", {{"memory.available", "1Gi"}}}}) ==
        "evictionSoft: grace period must be specified for the soft eviction threshold memory.available");
  CHECK(error_of({{"evictionPressureTransitionPeriod", "soon"}}) ==
        "evictionPressureTransitionPeriod: Invalid value: \"soon\": expected a duration such as \"30s\"");
}
