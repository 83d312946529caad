// The metrics server: asks every kubelet what its containers use, and answers for the NodeMetrics and
// PodMetrics of metrics.k8s.io/v1beta1, which nobody stores. Source of its ways and numbers: metrics-server
// 0.7.
#pragma once

#include <memory>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"

namespace podium {

struct MetricsServerOptions {
  Duration resolution = 15s;      // --metric-resolution: each node is asked so often
  Duration scrape_timeout = 10s;  // --kubelet-request-timeout
  // Nodes are not all asked at once, but within this time a node, and this time at most.
  Duration spread_per_node = 4ms, longest_spread = 4s;
  ClientOptions client{.user = std::make_shared<const User>(account_user("kube-system", "metrics-server"))};
};

class MetricsServer {
 public:
  // Lives on `machine`. All references outlive it.
  MetricsServer(Executor& executor, Transport& transport, std::string machine, Random random,
                MetricsServerOptions options = {});
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  void start();

  // The kinds that it answers for.
  static const KindInfo& node_metrics();
  static const KindInfo& pod_metrics();
  // A get or list of one of them.
  ApiResponse read(const ApiRequest& request) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
