// Everything about a kubelet that a user may turn. Defaults are Kubernetes 1.33's.
#pragma once

#include <cstdint>
#include <string>

#include "control-plane/client/client.h"
#include "control-plane/kubelet/eviction_options.h"
#include "control-plane/objects/kinds/node.h"

namespace podium {

struct KubeletOptions {
  // What the node has.
  std::int64_t cpu_milli = 4000;
  std::int64_t memory = 16LL << 30;  // bytes
  std::int64_t disk = 100LL << 30;   // bytes
  int max_pods = 110;
  Labels labels;
  List<Taint> taints;
  std::string address;  // InternalIP; empty: none
  std::string boot_id;  // another one than the Node object's: the machine was rebooted
  std::string version = "v1.33.0";
  std::string container_runtime = "containerd://2.0.4";
  std::string os_image = "Podium Linux", kernel = "6.12.0";

  // Containers.
  Duration relist_period = 1s;  // PLEG: exits and starts are seen on this grid
  Duration crash_backoff_initial = 10s, crash_backoff_max = 300s;
  Duration image_backoff_initial = 10s, image_backoff_max = 300s;
  Duration error_retry = 10s;         // after a sandbox or container could not be made
  Duration volume_poll = 1s;          // a pod looks so often whether its claims' volumes have come
  Duration volume_timeout = 123s;     // and tells of it when it has waited for so long
  Duration backoff_shown_after = 2s;  // how long Error or ErrImagePull shows before the back-off does
  Duration minimum_grace = 2s;        // what a container gets at least between SIGTERM and SIGKILL

  // When the node runs short.
  EvictionOptions eviction;
  ImageGcOptions image_gc;

  // The API.
  Duration status_retry = 10s;  // of a status or a deletion that the API server did not take
  Duration lease_duration = 40s, lease_renewal = 10s;
  Duration node_update = 10s;                        // how soon the node's status follows a change
  Duration node_report = 5min;                       // it is written at least so often
  Duration node_retry = 200ms, node_retry_max = 7s;  // of registration, doubling
  ClientOptions client{.qps = 50, .burst = 100};
};

// Bytes that are kept from pods: what the hard eviction thresholds ask for.
std::int64_t reserved_memory(const KubeletOptions& options);
std::int64_t reserved_disk(const KubeletOptions& options);

}  // namespace podium
