// The metrics adapter: answers for custom.metrics.k8s.io and external.metrics.k8s.io what a source knows, as
// prometheus-adapter does.
#pragma once

#include <memory>

#include "control-plane/client/client.h"
#include "control-plane/metrics/metric_source.h"

namespace podium {

class MetricsAdapter {
 public:
  // Lives on `machine`. All references outlive it.
  MetricsAdapter(Executor& executor, Transport& transport, const std::string& machine, const Random& random,
                 const MetricSource& source, ClientOptions client = {});
  ~MetricsAdapter();
  MetricsAdapter(const MetricsAdapter&) = delete;
  MetricsAdapter& operator=(const MetricsAdapter&) = delete;

  void start();

  // A list of custom_metric_kind() or external_metric_kind(). A Service's value is the sum of its pods'.
  ApiResponse read(const ApiRequest& request) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
