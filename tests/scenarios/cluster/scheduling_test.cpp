// The scheduler at work in a cluster: preemption, spreading, profiles.
#include <map>

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"
#include "scenarios/cluster/default_applications.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

void apply_yaml(Cluster& cluster, const std::string& text) {
  Manifests manifests = read_manifests(text, "test.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(cluster.apply(manifests.objects).ok());
}

ClusterOptions with_workers(int count, std::int64_t cpu_milli) {
  ClusterOptions options;
  NodeConfig config;
  config.cpu_milli = cpu_milli;
  options.nodes = workers(count, config);
  return options;
}

std::string deployment(const std::string& name, int replicas, const std::string& cpu,
                       const std::string& more = "") {
  return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name +
         "}\nspec:\n  replicas: " + std::to_string(replicas) + "\n  selector: {matchLabels: {app: " + name +
         "}}\n  template:\n    metadata: {labels: {app: " + name + "}}\n    spec:\n" + more +
         "      containers:\n      - {name: c, image: \"web:1\", resources: {requests: {cpu: \"" + cpu +
         "\"}}}\n";
}

std::size_t running(const ClusterView& view, const std::string& app) {
  std::size_t count = 0;
  for (const auto& pod : view.all<Pod>()) {
    if (pod->metadata.labels.get("app") == app && pod->status.value().phase == "Running") ++count;
  }
  return count;
}

bool told(const Cluster& cluster, const std::string& reason, const std::string& message) {
  for (const auto& event : cluster.all<Event>()) {
    if (event->reason == reason && event->message.view().find(message) != std::string_view::npos) return true;
  }
  return false;
}

// Pods that are being deleted to make room.
std::vector<Ref<const Pod>> victims(const ClusterView& view) {
  std::vector<Ref<const Pod>> found;
  for (const auto& pod : view.all<Pod>()) {
    if (pod->metadata.deleting() && find_condition(pod->status->conditions, "DisruptionTarget") != nullptr)
      found.push_back(pod);
  }
  return found;
}

std::map<Text, int> per_node(const Cluster& cluster, const std::string& app) {
  std::map<Text, int> counts;
  for (const auto& pod : cluster.all<Pod>()) {
    if (pod->metadata.labels.get("app") == app) ++counts[pod->spec->node_name];
  }
  return counts;
}

constexpr const char* kUrgent = R"(
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent}
value: 1000
---
apiVersion: v1
kind: Pod
metadata: {name: urgent, labels: {app: urgent}}
spec:
  priorityClassName: urgent
  terminationGracePeriodSeconds: 0
  containers:
  - {name: c, image: "urgent:1", resources: {requests: {cpu: "1500m"}}}
)";

}  // namespace

// Facts 1.8: the victim is told DisruptionTarget/PreemptionByScheduler, then deleted; the preemptor is
// nominated meanwhile, and takes the room.
TEST_CASE("a more important pod takes the place of less important ones") {
  Cluster cluster(with_workers(2, 2000));
  cluster.run_for(2s);
  apply_yaml(cluster, deployment("filler", 4, "900m"));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v, "filler") == 4; }, 1min));
  apply_yaml(cluster, kUrgent);
  REQUIRE(cluster.run_until([](const ClusterView& v) { return victims(v).size() == 2; }, 10s));
  const auto node = cluster.find<Pod>(Key{"default", "urgent"})->status->nominated_node_name;
  CHECK(!node.empty());
  for (const auto& pod : victims(cluster)) {
    const Condition* target = find_condition(pod->status->conditions, "DisruptionTarget");
    CHECK(target->reason == "PreemptionByScheduler");
    CHECK(target->message == "default-scheduler: preempting to accommodate a higher priority pod");
    CHECK(pod->spec->node_name == node);
  }
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v, "urgent") == 1; }, 2min));
  const auto urgent = cluster.find<Pod>(Key{"default", "urgent"});
  CHECK(urgent->spec->node_name == node);
  CHECK(told(cluster, "FailedScheduling", "0/3 nodes are available: "));
  CHECK(told(cluster, "Preempted",
             "Preempted by pod " + urgent->metadata.uid.str() + " on node " + node.str()));
  CHECK(running(cluster, "filler") == 2);
  CHECK(told(cluster, "FailedScheduling",
             "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, "
             "2 No preemption victims found for incoming pod."));
}

TEST_CASE("a pod that may not preempt waits for room") {
  Cluster cluster(with_workers(1, 2000));
  cluster.run_for(2s);
  apply_yaml(cluster, deployment("filler", 2, "900m"));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v, "filler") == 2; }, 1min));
  std::string patient = kUrgent;
  patient.replace(patient.find("value: 1000"), 11, "value: 1000\npreemptionPolicy: Never");
  apply_yaml(cluster, patient);
  cluster.run_for(1min);
  CHECK(told(cluster, "FailedScheduling", "preemption: not eligible due to preemptionPolicy=Never."));
  CHECK(running(cluster, "filler") == 2);
  CHECK(running(cluster, "urgent") == 0);
}

TEST_CASE("the pods of a workload are spread over nodes and zones without being asked to") {
  ClusterOptions options = with_workers(6, 8000);
  for (std::size_t i = 0; i < options.nodes.size(); ++i)
    options.nodes[i].labels.set("topology.kubernetes.io/zone", i < 3 ? "a" : "b");
  Cluster cluster(options);
  cluster.run_for(2s);
  apply_yaml(cluster, deployment("web", 12, "100m"));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v, "web") == 12; }, 1min));
  const auto counts = per_node(cluster, "web");
  CHECK(counts.size() == 6);
  for (const auto& [node, count] : counts) CHECK(count == 2);
}

// With required anti-affinity of a deployment to itself there is one pod a node, and the rest waits until
// one comes.
TEST_CASE("pods that keep away from each other wait for more nodes") {
  Cluster cluster(with_workers(2, 8000));
  cluster.run_for(2s);
  apply_yaml(
      cluster,
      deployment("lone", 3, "100m",
                 "      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                 "[{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: lone}}}]}}\n"));
  cluster.run_for(1min);
  CHECK(running(cluster, "lone") == 2);
  CHECK(told(
      cluster, "FailedScheduling",
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity "
      "rules. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No "
      "preemption victims found for incoming pod."));
  NodeConfig more;
  more.name = "late";
  cluster.add_node(more);
  CHECK(cluster.run_until([](const ClusterView& v) { return running(v, "lone") == 3; }, 1min));
}

TEST_CASE("pods choose among profiles by schedulerName, and those of nobody's stay pending") {
  ClusterOptions options = with_workers(3, 8000);
  SchedulerProfile packing;
  packing.name = "packing";
  packing.args.fit_strategy = FitStrategy::kMostAllocated;
  packing.disabled_scores = {"NodeResourcesBalancedAllocation", "PodTopologySpread"};
  options.scheduler.profiles.push_back(packing);
  Cluster cluster(options);
  cluster.run_for(2s);
  apply_yaml(cluster, deployment("packed", 6, "1", "      schedulerName: packing\n"));
  apply_yaml(cluster, deployment("ignored", 1, "1", "      schedulerName: nobody\n"));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return running(v, "packed") == 6; }, 1min));
  CHECK(per_node(cluster, "packed").size() == 1);
  CHECK(running(cluster, "ignored") == 0);
}
