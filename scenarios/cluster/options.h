// What a simulated cluster is made of. Every part's own options, in one place.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "control-plane/authentication/authenticator.h"
#include "control-plane/client/leader_election.h"
#include "control-plane/cloud/node_cleaner.h"
#include "control-plane/controllers/manager/controller_manager.h"
#include "control-plane/gateway/audit.h"
#include "control-plane/gateway/fair_queues.h"
#include "control-plane/kubelet/kubelet.h"
#include "control-plane/metrics/metrics_server.h"
#include "control-plane/proxy/kube_proxy.h"
#include "control-plane/scheduler/scheduler.h"
#include "sim/engine/engine.h"
#include "sim/world/cloud.h"
#include "sim/world/options.h"

namespace podium {

struct AutoscalerOptions;
struct KarpenterOptions;

struct NodeConfig {
  std::string name;
  std::int64_t cpu_milli = 4000;
  std::int64_t memory = 16LL << 30;  // bytes
  std::int64_t disk = 100LL << 30;   // bytes
  int pods = 110;
  Labels labels;
  List<Taint> taints;
};

// `count` equal workers: node-1, node-2, ...
std::vector<NodeConfig> workers(int count, const NodeConfig& like = {});

// Which replicas of the programs that decide there are, and who of them acts. The first of each runs beside
// the API server, the n-th on a machine of its own, "control-plane-n", with nothing else on it but the n-th
// of the other: each can be stopped, cut off, or lose its power.
struct LeadershipOptions {
  int controller_managers = 1, schedulers = 1;
  // By Leases in kube-system (--leader-elect). Where there is one of each, and no other cluster has the same
  // store, an election has one outcome, and its renewals, two writes every 2 s, show to nobody who does not
  // read the Leases: a simulation goes without, and nothing but faults costs it anything.
  bool elect = false;
  LeaderElectionOptions election;  // of both; names and identities are the cluster's to give

  bool elects() const { return elect || controller_managers > 1 || schedulers > 1; }
};

struct ClusterOptions {
  std::uint64_t seed = 1;
  bool shuffle_ties = false;
  TimePoint start = EngineOptions{}.start;  // when virtual time begins
  std::vector<NodeConfig> nodes = workers(3);
  // The machine of the API server, scheduler and controllers. Also a Node that takes no workloads,
  // unless hidden.
  std::string control_plane = "control-plane";
  bool control_plane_node = true;
  // Further workers, of a simulated cloud that makes and takes them while the cluster runs. If there are any,
  // a cloud controller manager deletes the Nodes of machines that are gone.
  std::vector<sim::CloudGroup> node_groups;
  std::shared_ptr<const AutoscalerOptions> autoscaler;  // of the node groups; null: nobody scales them
  std::shared_ptr<const KarpenterOptions> karpenter;    // the same, in another way; not both
  bool proxies = true;                                  // a kube-proxy on every node
  // What kubectl top and autoscalers ask: a metrics server, and an adapter for metrics by name
  // (request_metrics.h). It asks every kubelet every 15 s, so large simulations go without.
  bool metrics_server = false;
  LeadershipOptions leadership;
  // Keeps the API objects beyond this process, and outlives the cluster; null: in memory. The machines begin
  // anew each time: give `seed` another value and `start` a time behind all that is kept.
  Durability* durability = nullptr;
  std::uint64_t keep_events = 0;  // of the chronicle; 0: all

  sim::WorldOptions world;
  ApiServerOptions api = {.nodes_tell_roles = true,  // nobody else sets the simulated nodes up
                          .standard_storage = true};
  ListenerOptions listener;
  SchedulerOptions scheduler = {.attempt = 1ms, .attempt_per_1000_nodes = 1ms};
  ControllerManagerOptions controllers;
  KubeletOptions kubelet;  // capacity, name and labels come from the node's config
  KubeProxyOptions proxy;
  MetricsServerOptions metrics;
  NodeCleanerOptions node_cleaner;

  // Who is believed at the HTTP front. Without a signer there are no tokens of service accounts, without an
  // authority nobody signs certificates.
  AuthenticationOptions authentication;
  std::shared_ptr<const CertificateAuthority> authority;
  AuditOptions audit;   // what requests at the front leave in a log
  LimitOptions limits;  // of requests at the front under way at a time
};

// The machines of the control plane: the API server's, then those of further replicas.
std::vector<std::string> control_plane_machines(const ClusterOptions& options);

}  // namespace podium
