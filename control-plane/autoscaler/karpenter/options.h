// Everything about a Karpenter-like autoscaler that a user may turn. Defaults are those of Karpenter's v1
// API.
#pragma once

#include "control-plane/autoscaler/options.h"

namespace podium {

struct KarpenterOptions {
  // Pods that find no room are gathered until none has come for a while, but not for longer than that.
  Duration batch_idle = 1s, batch_max = 10s;
  Duration disruption_interval = 10s;     // between two looks for nodes that could go
  Duration validation = 15s;              // after which a node must still be as little needed
  Duration registration_timeout = 15min;  // of a machine that was launched
  Duration unavailable_time = 3min;       // a type that could not be had is not asked for again
  bool consolidate_underutilized = true;  // consolidationPolicy: WhenEmptyOrUnderutilized; else WhenEmpty
  Duration consolidate_after{0};          // so long a node must have seen no pod come or go
  int budget_percent = 10;                // of nodes that may be disrupted at a time, rounded up
  Duration expire_after = 720h;           // then a node goes, whatever runs there; 0: never
  SchedulerProfile profile;
  ClientOptions client{.user = std::make_shared<const User>(account_user("kube-system", "karpenter")),
                       .qps = 200,
                       .burst = 300};
};

}  // namespace podium
