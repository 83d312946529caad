// A node's kube-proxy: keeps its data plane's routes as the Services and EndpointSlices say.
#pragma once

#include <memory>
#include <string>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"
#include "runtime/env/data_plane.h"

namespace podium {

struct KubeProxyOptions {
  Duration min_sync_period = 1s;  // changes within it are programmed together
  ClientOptions client{.user = component_user("system:kube-proxy"), .qps = 5, .burst = 10};
};

class KubeProxy {
 public:
  KubeProxy(Executor& executor, Transport& transport, std::string machine, DataPlane& data_plane,
            Random random, KubeProxyOptions options = {});
  ~KubeProxy();
  KubeProxy(const KubeProxy&) = delete;
  KubeProxy& operator=(const KubeProxy&) = delete;

  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
