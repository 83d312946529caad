// What monitoring sees of the requests in a simulation, as metrics by name:
//   http_requests_per_second   of pods: what their containers are sent
//   requests_per_second        outside: what clients send, with the label `clients`, their name
#pragma once

#include "control-plane/metrics/metric_source.h"
#include "sim/world/world.h"

namespace podium {

class RequestMetrics final : public MetricSource {
 public:
  // Outlive it.
  RequestMetrics(const Executor& executor, sim::World& world) : executor_(executor), world_(world) {}

  std::optional<std::int64_t> of_pod(const Text& metric, const Pod& pod) const override;
  std::vector<Outside> outside(const Text& metric) const override;

 private:
  const Executor& executor_;
  sim::World& world_;
};

}  // namespace podium
