// Everything about a cluster autoscaler that a user may turn. Defaults are those of cluster-autoscaler 1.33.
#pragma once

#include <string>
#include <vector>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"
#include "control-plane/scheduler/profile.h"

namespace podium {

// What the price expander compares with: an hour of what pods ask for, in millionths of a dollar (GCE's n1).
struct PodPrices {
  double cpu = 31'611, gibibyte = 4'237;
};

struct ScaleUpOptions {
  Duration new_pod_delay{0};             // --new-pod-scale-up-delay: pods younger than that wait
  Duration batch_window = 2s;            // if no pod is older than that, one scan is left out
  std::int64_t expendable_cutoff = -10;  // --expendable-pods-priority-cutoff: pods below it move nobody
  int max_nodes_total = 0;               // of the cluster; 0: as many as groups allow
  int max_nodes_at_once = 1000;          // --max-nodes-per-scaleup
  std::int64_t max_cores = 320'000;      // --cores-total, of the cluster
  std::int64_t max_memory = 6'400'000LL << 30;        // --memory-total, bytes
  std::vector<std::string> expanders{"least-waste"};  // a chain; what several leave over, chance decides
  PodPrices pod_prices;
  bool balance_similar_groups = false;
};

struct NodeHealthOptions {
  Duration max_provision_time = 15min;  // until a machine that has not registered is given back
  Duration max_startup_time = 15min;    // until a registered node that is not Ready counts as broken
  Duration initial_backoff = 5min, max_backoff = 30min, backoff_reset = 3h;  // of a group that failed
  int max_unready_percentage = 45, ok_unready_count = 3;  // more of both: the autoscaler stands still
};

struct ScaleDownOptions {
  bool enabled = true;
  Duration delay_after_add = 10min, delay_after_delete{0}, delay_after_failure = 3min;
  Duration unneeded_time = 10min, unready_time = 20min;
  int utilization_percent = 50;         // a node that is used no more than that may be given up
  Duration recheck_unremovable = 5min;  // until a node that could not be emptied is tried again
  Duration max_grace = 600s;            // --max-graceful-termination-sec: of evicted pods
  Duration max_eviction_time = 2min;    // evictions that a budget forbids are tried for so long
  Duration eviction_retry = 10s;        // between two tries
  Duration deletion_headroom = 30s;     // beyond its grace a pod has that long to be gone
  int max_parallel = 10, max_drain_parallel = 1;
  Duration delete_delay_after_taint = 5s;
  int candidates_pool_percent = 10, candidates_pool_min = 50, non_empty_candidates = 30;
  int max_soft_taints = 10;  // --max-bulk-soft-taint-count: changed per scan
  bool skip_system_pods = true, skip_local_storage = true, skip_custom_controllers = true;
  Duration blocking_system_pod_timeout = 1h;
  bool ignore_daemon_sets = false, ignore_mirror_pods = false;  // when utilisation is computed
  bool evict_daemon_sets_of_empty = false, evict_daemon_sets_of_occupied = true;
};

struct AutoscalerOptions {
  Duration scan_interval = 10s;
  ScaleUpOptions scale_up;
  NodeHealthOptions health;
  ScaleDownOptions scale_down;
  SchedulerProfile profile;  // whose filters say where pods fit
  std::string namespace_ = "kube-system", status_name = "cluster-autoscaler-status",
              priorities_name = "cluster-autoscaler-priority-expander";
  // --kube-client-qps and -burst; events go their own way, at the same rate.
  ClientOptions client{
      .user = std::make_shared<const User>(account_user("kube-system", "cluster-autoscaler")),
      .qps = 5,
      .burst = 10};
};

}  // namespace podium
