// Autoscaling without a cluster: pods that are measured to do so much, and steps of the clock.
#pragma once

#include "control-plane/controllers/autoscaling/pace.h"
#include "control-plane/controllers/autoscaling/replica_count.h"

namespace podium::controllers {

inline constexpr TimePoint kBegin{Duration{1'735'689'600s}};  // 2025-01-01

// A pod that has run for an hour, ready all the while.
inline Ref<Pod> pod_called(const std::string& name, std::int64_t cpu_request) {
  Ref<Pod> pod = make_ref<Pod>();
  pod->metadata.name = name;
  pod->metadata.namespace_ = "default";
  Container main{"main", "web:1"};
  main.resources.requests.set("cpu", Quantity::milli(cpu_request));
  pod->spec.edit().containers = {main};
  PodStatus& status = pod->status.edit();
  status.phase = "Running";
  status.start_time = kBegin - 1h;
  Condition ready;
  ready.type_ = "Ready";
  ready.status = "True";
  set_condition(status.conditions, ready, kBegin - 1h);
  return pod;
}

inline ScaledPods pods_of(int count, std::int64_t cpu_request = 1000) {
  ScaledPods pods;
  for (int i = 0; i < count; ++i) pods.push_back(pod_called("pod-" + std::to_string(i), cpu_request));
  return pods;
}

// The first `count` of them use so much each.
inline Samples samples_of(const ScaledPods& pods, int count, std::int64_t milli) {
  Samples samples;
  for (int i = 0; i < count; ++i)
    samples[pods[static_cast<std::size_t>(i)]->metadata.name] = {milli, kBegin, 30s};
  return samples;
}

// An autoscaler whose target follows at once.
struct Stepper {
  explicit Stepper(std::int32_t from, std::int32_t most = 100'000) : replicas(from) {
    spec.min_replicas = 1;
    spec.max_replicas = most;
    memory.recommendations.push_back({from, now});
  }
  // A policy of one of the two directions, which also gives the autoscaler a behaviour.
  static HpaScalingRules rules(const char* type, std::int32_t value, std::int32_t period,
                               std::optional<std::int32_t> window = std::nullopt) {
    HpaScalingRules rules;
    rules.select_policy = "Max";
    rules.policies = {{type, value, period}};
    rules.stabilization_window_seconds = window;
    return rules;
  }
  // The behaviour that `behavior: {}` is completed to.
  void behave_by_default() {
    HpaBehavior& behavior = spec.behavior.edit();
    behavior.scale_up = rules("Pods", 4, 15, 0);
    behavior.scale_up.edit().policies.push_back({"Percent", 100, 15});
    behavior.scale_down = rules("Percent", 100, 15);
  }
  // Later, metrics ask for so many.
  Pace step(std::int32_t wanted, Duration later = 15s) {
    now += later;
    const Pace paced = pace(spec, replicas, wanted, options, now, memory);
    if (paced.replicas != replicas) note_scaling(spec, replicas, paced.replicas, now, memory);
    replicas = paced.replicas;
    return paced;
  }
  // Later, all pods together do so much, which they share.
  Pace load(std::int64_t milli, std::int32_t target_percent, Duration later = 15s) {
    const ScaledPods pods = pods_of(replicas);
    const CountContext context{pods, replicas, options, now + later};
    const auto proposal = count_by_utilization(context, samples_of(pods, replicas, milli / replicas), "cpu",
                                               {}, target_percent);
    return step(proposal.value().replicas, later);
  }

  PodAutoscalerOptions options;
  HorizontalPodAutoscalerSpec spec;
  AutoscalerMemory memory;
  TimePoint now = kBegin;
  std::int32_t replicas;
};

}  // namespace podium::controllers
