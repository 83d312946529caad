// The metrics of an autoscaler: what to ask about each, and what the answer makes of it.
#pragma once

#include "control-plane/controllers/autoscaling/replica_count.h"
#include "control-plane/controllers/framework/plan.h"
#include "control-plane/objects/metric.h"

namespace podium::controllers {

Question question_about(const MetricSpec& metric, const Text& namespace_, const LabelSelector& pods);

struct Evaluation {
  Result<Proposal> proposal;  // errors: in the words of an event
  std::string name;           // "cpu resource utilization (percentage of request)"
  MetricStatus status;        // empty if there is no proposal
  std::string_view failure;   // "FailedGetResourceMetric"
  std::string failed_to_get;  // "failed to get cpu resource metric value: "
};

// `present`: replicas that the target has, which an AverageValue of one number is shared by.
Evaluation evaluate(const MetricSpec& metric, const ApiResponse& answer, const CountContext& context,
                    const Text& namespace_, std::int32_t present);

}  // namespace podium::controllers
