// Tunables of the node controllers (kube-controller-manager's defaults).
#pragma once

#include "control-plane/controllers/nodes/zones.h"

namespace podium::controllers {

struct NodeLifecycleOptions {
  Duration monitor_period = 5s;    // --node-monitor-period
  Duration monitor_grace = 50s;    // --node-monitor-grace-period
  Duration startup_grace = 60s;    // --node-startup-grace-period
  Duration eviction_pass = 100ms;  // how often nodes are considered for the NoExecute taint
  Text lease_namespace = "kube-node-lease";
  ZoneOptions zones;
  int workers = 8;
};

}  // namespace podium::controllers
