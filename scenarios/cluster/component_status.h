// What `kubectl get componentstatuses` asks: whether the parts of the control plane answer.
#pragma once

#include <string>
#include <vector>

#include "control-plane/client/api.h"

namespace podium {

struct ControlPlanePart {
  std::string name;  // as Kubernetes calls it: "scheduler", "controller-manager", "etcd-0"
  bool running = false;
  int port = 0;  // where Kubernetes would have asked
};

// The answer to a get or list.
ApiResponse component_statuses(const ApiRequest& request, const std::vector<ControlPlanePart>& parts);

}  // namespace podium
