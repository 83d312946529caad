// How fast a target may follow what its metrics ask for: stabilisation windows, rates, bounds
// (horizontal.go, normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors).
#pragma once

#include "control-plane/controllers/autoscaling/memory.h"
#include "control-plane/controllers/horizontal_pod_autoscaler.h"
#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"

namespace podium::controllers {

// The words of a condition.
struct Words {
  const char* reason = "";
  const char* message = "";
};

struct Pace {
  std::int32_t replicas = 0;
  Words able;            // of AbleToScale, which is True
  bool limited = false;  // ScalingLimited
  Words limit;
};

// What comes of `wanted` now. Notes the recommendation in `memory`.
Pace pace(const HorizontalPodAutoscalerSpec& spec, std::int32_t current, std::int32_t wanted,
          const PodAutoscalerOptions& options, TimePoint now, AutoscalerMemory& memory);

// Notes that the target was scaled, if the autoscaler's behaviour is one that counts.
void note_scaling(const HorizontalPodAutoscalerSpec& spec, std::int32_t before, std::int32_t after,
                  TimePoint now, AutoscalerMemory& memory);

}  // namespace podium::controllers
