#include "scenarios/cluster/cluster.h"

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/default_applications.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

constexpr const char* kWeb = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "web:1"}
)";

void apply_yaml(Cluster& cluster, const std::string& text) {
  Manifests manifests = read_manifests(text, "test.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(cluster.apply(manifests.objects).ok());
}

int available(const ClusterView& view) {
  const auto web = view.find<Deployment>(Key{"default", "web"});
  return web ? web->status.value().available_replicas : 0;
}

std::size_t pods(const ClusterView& view) { return view.all<Pod>().size(); }

}  // namespace

TEST_CASE("a deployment becomes pods that run, and its deletion takes them along") {
  Cluster cluster;
  cluster.run_for(2s);
  CHECK(cluster.all<Node>().size() == 4);
  apply_yaml(cluster, kWeb);
  REQUIRE(cluster.run_until([](const ClusterView& v) { return available(v) == 3; }, 1min));
  CHECK(pods(cluster) == 3);
  REQUIRE(cluster.remove(Deployment::info(), Key{"default", "web"}).ok());
  CHECK(cluster.run_until([](const ClusterView& v) { return pods(v) == 0; }, 2min));
}

TEST_CASE("a pod that fits nowhere says why, and runs when a node comes that takes it") {
  ClusterOptions options;
  NodeConfig small;
  small.cpu_milli = 1000;
  options.nodes = workers(2, small);
  Cluster cluster(options);
  cluster.run_for(2s);
  apply_yaml(cluster, R"(
apiVersion: v1
kind: Pod
metadata: {name: big}
spec:
  containers:
  - {name: c, image: "big:1", resources: {requests: {cpu: "2"}}}
)");
  cluster.run_for(10s);
  const auto pod = cluster.find<Pod>(Key{"default", "big"});
  REQUIRE(pod);
  const Condition* scheduled = find_condition(pod->status->conditions, "PodScheduled");
  REQUIRE(scheduled);
  CHECK(scheduled->reason == "Unschedulable");
  CHECK(scheduled->message.view().starts_with("0/3 nodes are available: "));
  CHECK(scheduled->message.view().find("2 Insufficient cpu") != std::string_view::npos);
  NodeConfig node;
  node.name = "large";
  cluster.add_node(node);
  CHECK(cluster.run_until(
      [](const ClusterView& v) {
        return v.find<Pod>(Key{"default", "big"})->status->phase == "Running";
      },
      1min));
}

TEST_CASE("a namespace that is deleted takes its content with it") {
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
  apply_yaml(cluster, std::string(kWeb).replace(std::string(kWeb).find("{name: web}"), 11,
                                                "{name: web, namespace: team}"));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return v.all<Pod>("team").size() == 3; }, 1min));
  REQUIRE(cluster.remove(Namespace::info(), Key{"", "team"}).ok());
  CHECK(cluster.run_until([](const ClusterView& v) { return !v.find<Namespace>(Key{"", "team"}); }, 3min));
  CHECK(cluster.all<Pod>("team").empty());
}

TEST_CASE("the cluster goes on while the API server is away, and catches up when it is back") {
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, kWeb);
  REQUIRE(cluster.run_until([](const ClusterView& v) { return available(v) == 3; }, 1min));
  REQUIRE(cluster.chaos().stop_api_server().ok());
  cluster.run_for(2min);
  REQUIRE(cluster.chaos().start_api_server().ok());
  cluster.run_for(2min);
  CHECK(available(cluster) == 3);
  CHECK(pods(cluster) == 3);
  for (const auto& node : cluster.all<Node>())
    CHECK(find_condition(node->status->conditions, "Ready")->is_true());
}

TEST_CASE("a kubelet that is stopped leaves its containers running") {
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, kWeb);
  REQUIRE(cluster.run_until([](const ClusterView& v) { return available(v) == 3; }, 1min));
  REQUIRE(cluster.chaos().stop_kubelet("node-1").ok());
  cluster.run_for(30s);
  REQUIRE(cluster.chaos().start_kubelet("node-1").ok());
  cluster.run_for(2min);
  CHECK(available(cluster) == 3);
  for (const auto& pod : cluster.all<Pod>()) CHECK(pod->status->container_statuses[0].restart_count == 0);
}

TEST_CASE("the loss of a node is the recorded cause of what follows from it") {
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, kWeb);
  REQUIRE(cluster.run_until([](const ClusterView& v) { return available(v) == 3; }, 1min));
  REQUIRE(cluster.chaos().power_off("node-1").ok());
  cluster.run_for(7min);
  bool found = false;
  cluster.chronicle().for_each([&](const ChronicleEvent& event) {
    if (event.text != "deletion asked for") return;
    found = true;
    CHECK(cluster.chronicle().chain(event.id).back().category == Category::kFault);
  });
  CHECK(found);
}

TEST_CASE("a stop of time, many nodes and tied events give the same story twice") {
  const auto story = [](std::uint64_t seed) {
    ClusterOptions options;
    options.seed = seed;
    options.nodes = workers(20);
    Cluster cluster(options);
    cluster.run_for(2s);
    apply_yaml(cluster, kWeb);
    cluster.run_for(1min);
    return cluster.fingerprint();
  };
  CHECK(story(3) == story(3));
  CHECK(story(3) != story(4));
}

// As after losing and winning an election: the outage itself is no node's silence.
TEST_CASE("after two minutes without an API server no node is called lost, and what is missing is made") {
  Cluster cluster;
  cluster.run_for(5s);
  apply_yaml(cluster, kWeb);
  cluster.run_for(20s);
  REQUIRE(cluster.chaos().stop_api_server().ok());
  cluster.run_for(120s);
  REQUIRE(cluster.chaos().start_api_server().ok());
  const auto first = cluster.ClusterView::all<Pod>().front();
  REQUIRE(cluster.remove(Pod::info(), key_of(*first)).ok());
  for (int second = 0; second < 120; ++second) {
    cluster.run_for(1s);
    for (const auto& node : cluster.ClusterView::all<Node>())
      CHECK(find_condition(node->status.value().conditions, "Ready")->is_true());
  }
  CHECK(available(cluster) == 3);
}
