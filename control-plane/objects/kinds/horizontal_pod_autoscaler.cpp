#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"

namespace podium {

const Type& HpaScalingPolicy::type() {
  using T = HpaScalingPolicy;
  static const Type t = struct_type<T>("HPAScalingPolicy",
                                       {field("type", &T::type_, kAlways), field("value", &T::value, kAlways),
                                        field("periodSeconds", &T::period_seconds, kAlways)});
  return t;
}

const Type& HpaScalingRules::type() {
  using T = HpaScalingRules;
  static const Type t =
      struct_type<T>("HPAScalingRules",
                     {field("selectPolicy", &T::select_policy), field("policies", &T::policies),
                      field("stabilizationWindowSeconds", &T::stabilization_window_seconds)},
                     &T::rest);
  return t;
}

const Type& HpaBehavior::type() {
  using T = HpaBehavior;
  static const Type t = struct_type<T>("HorizontalPodAutoscalerBehavior",
                                       {field("scaleUp", &T::scale_up), field("scaleDown", &T::scale_down)});
  return t;
}

const Type& HorizontalPodAutoscalerSpec::type() {
  using T = HorizontalPodAutoscalerSpec;
  static const Type t =
      struct_type<T>("HorizontalPodAutoscalerSpec",
                     {field("scaleTargetRef", &T::scale_target_ref, kAlways),
                      field("minReplicas", &T::min_replicas), field("maxReplicas", &T::max_replicas, kAlways),
                      field("metrics", &T::metrics), field("behavior", &T::behavior)});
  return t;
}

const Type& HorizontalPodAutoscalerStatus::type() {
  using T = HorizontalPodAutoscalerStatus;
  static const Type t = struct_type<T>(
      "HorizontalPodAutoscalerStatus",
      {field("observedGeneration", &T::observed_generation), field("lastScaleTime", &T::last_scale_time),
       field("currentReplicas", &T::current_replicas),
       field("desiredReplicas", &T::desired_replicas, kAlways), field("currentMetrics", &T::current_metrics),
       field("conditions", &T::conditions)});
  return t;
}

const Type& HorizontalPodAutoscaler::type() {
  using T = HorizontalPodAutoscaler;
  static const Type t =
      struct_type<T>("HorizontalPodAutoscaler",
                     {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& horizontal_pod_autoscaler_kind() {
  static const KindInfo kind =
      make_kind<HorizontalPodAutoscaler>(kind_index("horizontal_pod_autoscaler"), "autoscaling", "v2",
                                         "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, true);
  return kind;
}

const KindInfo& HorizontalPodAutoscaler::info() { return horizontal_pod_autoscaler_kind(); }

}  // namespace podium
