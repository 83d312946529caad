// How many replicas a metric asks for: the arithmetic of HorizontalPodAutoscalers (replica_calculator.go).
//
// In common: replicas = ceil(ratio of the metric to its target * pods), unless the ratio is 1 within the
// tolerance. Where some pods are unready or without a sample, they are taken to use what moves the count
// least, and the count never moves against the direction that the known pods point to.
#pragma once

#include "control-plane/controllers/autoscaling/pod_groups.h"

namespace podium::controllers {

struct CountContext {
  const ScaledPods& pods;
  std::int32_t current = 0;  // replicas that the target is asked to have
  const PodAutoscalerOptions& options;
  TimePoint now{};
};

// Of a resource, as percent of what pods request. `container`: of that one alone; empty: of all.
// Errors: in the words of the condition ScalingActive.
Result<Proposal> count_by_utilization(const CountContext& context, Samples samples, const Text& resource,
                                      const Text& container, std::int32_t target);

// Of anything that each pod has a value of. `resource`: empty if it is none. Errors: as before.
Result<Proposal> count_by_average(const CountContext& context, Samples samples, std::string_view resource,
                                  std::int64_t target_milli);

// Of one value for all pods together: that of an object, or from outside. Errors: as before.
Result<Proposal> count_by_value(const CountContext& context, std::int64_t milli, std::int64_t target_milli);

// The same, with a target for each of the `present` replicas.
Proposal count_by_share(const CountContext& context, std::int64_t milli, std::int64_t target_milli,
                        std::int32_t present);

}  // namespace podium::controllers
