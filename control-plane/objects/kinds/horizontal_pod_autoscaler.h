// How many replicas a workload has, by what they are measured to do.
#pragma once

#include "control-plane/objects/metric.h"
#include "control-plane/objects/object.h"

namespace podium {

struct HpaScalingPolicy {
  Text type_;  // Pods, Percent
  std::int32_t value = 0, period_seconds = 0;

  bool operator==(const HpaScalingPolicy&) const = default;
  static const Type& type();
};

struct HpaScalingRules {
  Text select_policy;  // Max, Min, Disabled
  List<HpaScalingPolicy> policies;
  std::optional<std::int32_t> stabilization_window_seconds;
  Tree rest;  // tolerance

  bool operator==(const HpaScalingRules&) const = default;
  static const Type& type();
};

struct HpaBehavior {
  Box<HpaScalingRules> scale_up, scale_down;

  bool operator==(const HpaBehavior&) const = default;
  static const Type& type();
};

struct HorizontalPodAutoscalerSpec {
  CrossVersionObjectReference scale_target_ref;
  std::optional<std::int32_t> min_replicas;
  std::int32_t max_replicas = 0;
  List<MetricSpec> metrics;
  Box<HpaBehavior> behavior;

  bool operator==(const HorizontalPodAutoscalerSpec&) const = default;
  static const Type& type();
};

struct HorizontalPodAutoscalerStatus {
  std::optional<std::int64_t> observed_generation;
  TimePoint last_scale_time{};
  std::int32_t current_replicas = 0, desired_replicas = 0;
  List<MetricStatus> current_metrics;
  List<Condition> conditions;

  bool operator==(const HorizontalPodAutoscalerStatus&) const = default;
  static const Type& type();
};

struct HorizontalPodAutoscaler : Object {
  HorizontalPodAutoscaler() : Object(info()) {}
  Box<HorizontalPodAutoscalerSpec> spec;
  Box<HorizontalPodAutoscalerStatus> status;
  Tree rest;

  bool operator==(const HorizontalPodAutoscaler&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
