// The cluster autoscaler in a whole cluster: what it tells, writes and does.
#include "control-plane/autoscaler/autoscaler.h"

#include <algorithm>

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

sim::CloudGroup pool(int size, int max) {
  sim::CloudGroup group;
  group.group.name = "pool";
  group.group.min = 0;
  group.group.max = max;
  group.size = size;
  return group;
}

ClusterOptions with(sim::CloudGroup group, AutoscalerOptions autoscaler = {}) {
  ClusterOptions options;
  options.nodes = {};
  options.node_groups = {std::move(group)};
  options.autoscaler = std::make_shared<const AutoscalerOptions>(std::move(autoscaler));
  return options;
}

// A Deployment of pods that want 1,500 m of a node's 4,000.
void deploy(Cluster& cluster, int replicas) {
  const Manifests manifests = read_manifests(R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: )" + std::to_string(replicas) + R"(
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "web:1", resources: {requests: {cpu: 1500m}}}
)",
                                             "test.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(cluster.apply(manifests.objects).ok());
}

// How often that was told.
int told(const ClusterView& view, const std::string& reason, const std::string& message) {
  int count = 0;
  for (const auto& event : view.all<Event>()) {
    if (event->reason == reason && event->message.view().find(message) != std::string_view::npos) {
      CHECK(event->source.component == "cluster-autoscaler");
      count += event->count;
    }
  }
  return count;
}

int running(const ClusterView& view) {
  int count = 0;
  for (const auto& pod : view.all<Pod>()) count += pod->status.value().phase == "Running" ? 1 : 0;
  return count;
}

std::size_t nodes(const ClusterView& view) { return view.all<Node>().size() - 1; }  // but the control plane's

std::string status(const ClusterView& view) {
  const auto map = view.find<ConfigMap>(Key{"kube-system", "cluster-autoscaler-status"});
  REQUIRE(map);
  REQUIRE(map->metadata.annotations.find("cluster-autoscaler.kubernetes.io/last-updated") != nullptr);
  return map->data.get("status").str();
}

bool tainted(const ClusterView& view, const char* node, const char* taint) {
  const auto found = view.find<Node>(Key{"", node});
  if (!found) return false;
  const List<Taint>& taints = found->spec.value().taints;
  return std::any_of(taints.begin(), taints.end(), [&](const Taint& t) { return t.key == taint; });
}

}  // namespace

TEST_CASE("pods that find no room bring machines, and are told so in cluster-autoscaler's words") {
  Cluster cluster(with(pool(1, 3)));
  cluster.run_for(5s);
  deploy(cluster, 7);
  cluster.run_for(25s);
  CHECK(told(cluster, "TriggeredScaleUp", "pod triggered scale-up: [{pool 1->3 (max: 3)}]") == 4);
  CHECK(told(cluster, "ScaledUpGroup", "Scale-up: setting group pool size to 3 instead of 1 (max: 3)") == 1);
  CHECK(told(cluster, "ScaledUpGroup", "Scale-up: group pool size set to 3 instead of 1 (max: 3)") == 1);
  CHECK(status(cluster).find("scaleUp:\n    status: InProgress\n") != std::string::npos);
  // Six fit on three nodes; a seventh is told why nothing helps.
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v) == 6; }, 6min));
  cluster.run_for(1min);
  CHECK(told(cluster, "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 max node group size reached") >=
        1);
  CHECK(nodes(cluster) == 3);
  CHECK(status(cluster).find("cloudProviderTarget: 3\n") != std::string::npos);
}

TEST_CASE("a machine that never registers is given back after 15 min, and its group left alone for 5") {
  sim::CloudGroup deaf = pool(0, 3);
  deaf.mute = {1, 1};
  Cluster cluster(with(deaf));
  cluster.run_for(5s);
  deploy(cluster, 1);
  cluster.run_for(15min);
  CHECK(cluster.cloud()->instances("pool").at(0).state == InstanceState::kRunning);
  cluster.run_for(1min);
  CHECK(told(cluster, "ScaleUpTimedOut", "Nodes added to group pool failed to register within 15m10s") == 1);
  CHECK(told(cluster, "DeleteUnregistered", "Removed unregistered node pool-1") == 1);
  CHECK(told(cluster, "NotTriggerScaleUp",
             "pod didn't trigger scale-up: 1 in backoff after failed scale-up") == 1);
  CHECK(status(cluster).find("status: Backoff\n    backoffInfo:\n      errorCode: timeout\n") !=
        std::string::npos);
  CHECK(cluster.cloud()->target_size("pool") == 0);
  cluster.run_for(5min);
  CHECK(cluster.cloud()->target_size("pool") == 1);
}

TEST_CASE("a node that is little used is marked, emptied by evictions and given back") {
  AutoscalerOptions options;
  options.scale_down.unneeded_time = 1min;
  Cluster cluster(with(pool(2, 3), options));
  cluster.run_for(5s);
  deploy(cluster, 2);  // one on each node
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v) == 2; }, 1min));
  cluster.run_for(20s);
  const char* candidate = "DeletionCandidateOfClusterAutoscaler";
  const bool first = tainted(cluster, "pool-1", candidate);
  CHECK(first != tainted(cluster, "pool-2", candidate));
  const char* goes = first ? "pool-1" : "pool-2";
  const auto marked = [&](const ClusterView& v) {
    return tainted(v, goes, "ToBeDeletedByClusterAutoscaler");
  };
  REQUIRE(cluster.run_until(marked, 90s));
  const auto alone = [&](const ClusterView& v) { return nodes(v) == 1 && running(v) == 2; };
  REQUIRE(cluster.run_until(alone, 5min));
  CHECK(told(cluster, "ScaleDown", "marked the node as toBeDeleted/unschedulable") == 1);
  CHECK(told(cluster, "ScaleDown", "deleting pod for node scale down") == 1);
  CHECK(told(cluster, "ScaleDown",
             std::string("Scale-down: removing node ") + goes +
                 ", utilization: {0.375 0 0 cpu 0.375}, pods to reschedule: web-") == 1);
  CHECK(told(cluster, "ScaleDown", "node removed by cluster autoscaler") == 1);
  CHECK(cluster.cloud()->target_size("pool") == 1);
  cluster.run_for(5min);
  CHECK(alone(cluster));
}

TEST_CASE(
    "where control planes elect leaders, the autoscaler holds a Lease, and takes up its work when "
    "restarted") {
  ClusterOptions options = with(pool(1, 3));
  options.leadership.elect = true;
  Cluster cluster(options);
  cluster.run_for(20s);
  CHECK(cluster.find<Lease>(Key{"kube-system", "cluster-autoscaler"}));
  REQUIRE(cluster.chaos().stop_program("control-plane", "cluster-autoscaler").ok());
  deploy(cluster, 3);
  cluster.run_for(1min);
  CHECK(cluster.cloud()->target_size("pool") == 1);
  REQUIRE(cluster.chaos().start_program("control-plane", "cluster-autoscaler").ok());
  CHECK(cluster.run_until([](const ClusterView& v) { return running(v) == 3; }, 6min));
  CHECK(cluster.cloud()->target_size("pool") == 2);
}
