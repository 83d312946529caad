// Tunables of the HorizontalPodAutoscaler (kube-controller-manager's --horizontal-pod-autoscaler-*).
#pragma once

#include "runtime/env/time.h"

namespace podium::controllers {

struct PodAutoscalerOptions {
  int workers = 5;                            // --concurrent-horizontal-pod-autoscaler-syncs
  Duration sync_period = 15s;                 // from one look at an autoscaler to the next
  double tolerance = 0.1;                     // of the ratio of a metric to its target, either way
  Duration downscale_stabilization = 5min;    // where the autoscaler's behaviour does not say
  Duration cpu_initialization_period = 5min;  // since a pod's start, in which its cpu may mean nothing
  Duration initial_readiness_delay = 30s;     // a pod that became unready before that never was ready
};

}  // namespace podium::controllers
