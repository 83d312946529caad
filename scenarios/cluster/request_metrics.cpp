#include "scenarios/cluster/request_metrics.h"

#include "control-plane/kubelet/log_source.h"

namespace podium {

std::optional<std::int64_t> RequestMetrics::of_pod(const Text& metric, const Pod& pod) const {
  if (!(metric == "http_requests_per_second")) return std::nullopt;
  const sim::Host* host = world_.find(pod.spec.value().node_name.view());
  if (host == nullptr || !host->machine.running()) return std::nullopt;
  std::optional<std::int64_t> sum;
  for (const ContainerStatus& status : pod.status.value().container_statuses) {
    const auto arrivals = host->runtime.arrivals_milli(kubelet::runtime_id(status.container_id));
    if (arrivals) sum = sum.value_or(0) + *arrivals;
  }
  return sum;
}

std::vector<MetricSource::Outside> RequestMetrics::outside(const Text& metric) const {
  std::vector<Outside> found;
  if (!(metric == "requests_per_second")) return found;
  for (const auto& requests : world_.requests())
    found.push_back({{{"clients", requests->config().name}}, requests->sent_milli(executor_.now())});
  return found;
}

}  // namespace podium
