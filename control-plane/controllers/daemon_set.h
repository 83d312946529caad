// Tunables of the DaemonSet controller (kube-controller-manager's defaults).
#pragma once

#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

struct DaemonSetOptions {
  int workers = 2;  // --concurrent-daemonset-syncs
  int burst = 250;  // creates, and deletes, in one go
  // How long a failed pod is kept when one on the same node had failed before.
  Backoff failed_pods{1s, 15min};
};

}  // namespace podium::controllers
