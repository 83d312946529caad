// Tunables of the Job controller (kube-controller-manager's defaults).
#pragma once

#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

struct JobOptions {
  int workers = 5;      // --concurrent-job-syncs
  int burst = 500;      // creates or deletes in one go
  int uncounted = 500;  // ended pods that are counted in one go
  // Before failed pods are replaced. The documentation says six minutes at most; the code, ten.
  Backoff retry{10s, 10min};
  Duration batch = 1s;  // from a pod's change to the sync: changes that come together cost one
};

}  // namespace podium::controllers
