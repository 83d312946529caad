#include "control-plane/controllers/manager/controller_manager.h"

#include <algorithm>

#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/endpoints.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/objects/kinds/service_account.h"
#include "tests/control-plane/controllers/support/live_cluster.h"
#include "tests/support/catch.h"

namespace podium {

namespace {

const Key kWeb{"default", "web"};

Ref<Deployment> deployment(int replicas, const char* space = "default") {
  Ref<Deployment> d = make_ref<Deployment>();
  d->metadata.namespace_ = space;
  d->metadata.name = "web";
  DeploymentSpec& spec = d->spec.edit();
  spec.replicas = replicas;
  spec.selector.edit().match_labels.set("app", "web");
  PodTemplateSpec& stamp = spec.template_.edit();
  stamp.metadata.edit().labels.set("app", "web");
  Container container;
  container.name = "c";
  container.image = "nginx:1";
  stamp.spec.edit().containers = {container};
  return d;
}

Ref<Service> service() {
  Ref<Service> s = make_ref<Service>();
  s->metadata.namespace_ = "default";
  s->metadata.name = "web";
  ServiceSpec& spec = s->spec.edit();
  spec.selector.set("app", "web");
  ServicePort port;
  port.port = 80;
  port.target_port = 8080;
  spec.ports = {port};
  return s;
}

void set_image(LiveCluster& cluster, const char* image) {
  cluster.edit<Deployment>(kWeb, [image](Deployment& d) {
    d.spec.edit().template_.edit().spec.edit().containers.edit()[0].image = image;
  });
}

LiveCluster::Options fast() {
  LiveCluster::Options options;
  options.manager.qps = 0;
  return options;
}

int ready_endpoints(LiveCluster& cluster) {
  int count = 0;
  cluster.store.each(EndpointSlice::info(), {}, [&](const ObjectRef& object) {
    for (const Endpoint& endpoint : as<EndpointSlice>(object)->endpoints)
      count += endpoint.conditions.ready.value_or(false);
  });
  return count;
}

}  // namespace

TEST_CASE("A Deployment comes up, is rolled, and never leaves its bounds", "[manager]") {
  LiveCluster cluster(fast());
  REQUIRE(cluster.ask(Verb::kCreate, deployment(10)).status.ok());
  cluster.run(30s);
  CHECK(cluster.ready_pods() == 10);
  const auto status = [&] { return cluster.find<Deployment>(kWeb)->status.value(); };
  CHECK(status().available_replicas == 10);
  CHECK(find_condition(status().conditions, "Progressing")->reason == "NewReplicaSetAvailable");

  cluster.most_active = 0;
  cluster.fewest_ready = 1000;
  set_image(cluster, "nginx:2");
  cluster.run(60s);
  CHECK(cluster.ready_pods() == 10);
  for (const auto& pod : cluster.pods()) CHECK(pod->spec->containers[0].image == "nginx:2");
  CHECK(cluster.most_active <= 13);  // surge 25 % of 10, rounded up
  CHECK(cluster.fewest_ready >= 8);  // unavailable 25 % of 10, rounded down
  CHECK(status().updated_replicas == 10);
  CHECK(cluster.find<Deployment>(kWeb)->metadata.annotations.get("deployment.kubernetes.io/revision") == "2");
}

TEST_CASE("A deleted pod is replaced at once, by a new one", "[manager]") {
  // Scenario S01.
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, service());
  cluster.ask(Verb::kCreate, deployment(3));
  cluster.run(30s);
  REQUIRE(ready_endpoints(cluster) == 3);
  REQUIRE(cluster.find<Endpoints>(kWeb)->subsets[0].addresses.size() == 3);
  const Key victim = key_of(*cluster.pods()[0]);
  cluster.remove(Pod::info(), victim);
  cluster.run(500ms);
  CHECK(cluster.pods().size() == 4);
  CHECK(ready_endpoints(cluster) == 2);
  cluster.run(10s);
  CHECK(cluster.pods().size() == 3);
  CHECK(ready_endpoints(cluster) == 3);
  CHECK_FALSE(cluster.find<Pod>(victim));
}

TEST_CASE("Own writes are waited for: never a pod too many, however slow the watch", "[manager]") {
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, deployment(700));
  cluster.run(60s);
  CHECK(cluster.active_pods() == 700);
  CHECK(cluster.most_active == 700);
}

TEST_CASE("A manager that dies in the middle is continued by the next", "[manager]") {
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, deployment(50));
  cluster.run(40ms);
  const int before = cluster.active_pods();
  cluster.kill_manager();
  cluster.run(10s);
  CHECK(cluster.active_pods() == before);
  cluster.start_manager();
  cluster.run(30s);
  CHECK(cluster.ready_pods() == 50);
  CHECK(cluster.most_active == 50);
}

TEST_CASE("The default request rate makes pods at 20 a second", "[manager]") {
  // Facts 2: qps 20, burst 30; events take their share of it.
  LiveCluster cluster(LiveCluster::Options{});
  cluster.ask(Verb::kCreate, deployment(200));
  cluster.run(4s);
  CHECK(cluster.active_pods() < 120);
  cluster.run(30s);
  CHECK(cluster.active_pods() == 200);
}

TEST_CASE("Deleting a Deployment deletes what it made", "[manager]") {
  for (const Propagation how : {Propagation::kBackground, Propagation::kForeground}) {
    LiveCluster cluster(fast());
    cluster.ask(Verb::kCreate, deployment(5));
    cluster.run(20s);
    cluster.remove(Deployment::info(), kWeb, how);
    cluster.run(20s);
    CHECK_FALSE(cluster.find<Deployment>(kWeb));
    CHECK(cluster.store.size(ReplicaSet::info()) == 0);
    CHECK(cluster.pods().empty());
  }
}

TEST_CASE("Deleting a Deployment may leave its pods", "[manager]") {
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, deployment(2));
  cluster.run(20s);
  cluster.remove(Deployment::info(), kWeb, Propagation::kOrphan);
  cluster.run(20s);
  CHECK_FALSE(cluster.find<Deployment>(kWeb));
  CHECK(cluster.store.size(ReplicaSet::info()) == 1);
  CHECK(cluster.ready_pods() == 2);
}

TEST_CASE("A namespace is furnished, and goes with all it holds", "[manager]") {
  LiveCluster cluster(fast());
  Ref<Namespace> space = make_ref<Namespace>();
  space->metadata.name = "shop";
  space->spec.finalizers = {"kubernetes"};
  cluster.ask(Verb::kCreate, space);
  cluster.run(1s);
  CHECK(cluster.find<ServiceAccount>(Key{"shop", "default"}));
  CHECK(cluster.find<ConfigMap>(Key{"shop", "kube-root-ca.crt"}));
  REQUIRE(cluster.ask(Verb::kCreate, deployment(3, "shop")).status.ok());
  cluster.run(20s);
  REQUIRE(cluster.ready_pods() == 3);
  cluster.remove(Namespace::info(), Key{{}, "shop"});
  cluster.run(20s);
  CHECK_FALSE(cluster.find<Namespace>(Key{{}, "shop"}));
  CHECK(cluster.pods().empty());
  CHECK_FALSE(cluster.find<ServiceAccount>(Key{"shop", "default"}));
}

TEST_CASE("A node's crash is noticed, its endpoints go, and after 300 s its pods are replaced", "[manager]") {
  // Facts A.5: Ready=Unknown after 40 to 55 s, replacements after about 340 to 355 s.
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, service());
  cluster.ask(Verb::kCreate, deployment(3));
  cluster.run(33s);
  REQUIRE(ready_endpoints(cluster) == 3);
  cluster.crash_node("node-2");
  cluster.run(39s);
  CHECK(ready_endpoints(cluster) == 3);
  cluster.run(17s);
  CHECK(ready_endpoints(cluster) == 2);
  const Key node{{}, "node-2"};
  CHECK(controllers::readiness(*cluster.find<Node>(node)) == controllers::Readiness::kUnknown);
  CHECK(controllers::evicts_pods(*cluster.find<Node>(node)));
  cluster.run(283s);  // 339 s
  CHECK(cluster.pods().size() == 3);
  cluster.run(17s);                   // 356 s
  CHECK(cluster.pods().size() == 4);  // the old one stays Terminating
  cluster.run(5s);
  CHECK(ready_endpoints(cluster) == 3);
  cluster.revive_node("node-2");
  cluster.run(1s);
  CHECK(cluster.find<Node>(node)->spec.value().taints.empty());
}

TEST_CASE("A node that was only rebooted keeps its pods", "[manager]") {
  // Scenario S12: off for 90 s.
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, deployment(3));
  cluster.run(30s);
  cluster.crash_node("node-2");
  cluster.run(90s);
  cluster.revive_node("node-2");
  cluster.run(10min);
  CHECK(cluster.pods().size() == 3);
  CHECK(cluster.find<Node>(Key{{}, "node-2"})->spec.value().taints.empty());
}

TEST_CASE("The story is told in events", "[manager]") {
  LiveCluster cluster(fast());
  cluster.ask(Verb::kCreate, deployment(2));
  cluster.run(20s);
  std::vector<std::string> reasons;
  cluster.store.each(Event::info(), {}, [&](const ObjectRef& object) {
    const auto event = as<Event>(object);
    reasons.push_back(event->source.component.str() + " " + event->reason);
  });
  CHECK(std::count(reasons.begin(), reasons.end(), "deployment-controller ScalingReplicaSet") == 1);
  CHECK(std::count(reasons.begin(), reasons.end(), "replicaset-controller SuccessfulCreate") == 2);
  CHECK(std::count(reasons.begin(), reasons.end(), "node-controller RegisteredNode") == 3);
}

namespace {

constexpr int kParts = 3, kPartSize = 10000;

// Most pods become ready at a time of their own.
std::unique_ptr<LiveCluster> big_cluster() {
  LiveCluster::Options options = fast();
  options.track = false;
  options.nodes = 300;
  options.spread = 60s;
  auto cluster = std::make_unique<LiveCluster>(options);
  cluster->ask(Verb::kCreate, service());
  for (int i = 0; i < kParts; ++i) {
    Ref<Deployment> d = deployment(kPartSize);
    const std::string part = std::to_string(i);
    d->metadata.name = "web-" + part;
    d->spec.edit().selector.edit().match_labels.set("part", part);
    d->spec.edit().template_.edit().metadata.edit().labels.set("part", part);
    cluster->ask(Verb::kCreate, d);
  }
  cluster->run(120s);
  return cluster;
}

}  // namespace

// For a profiler: nothing here may cost the square of the number of pods.
TEST_CASE("Thirty thousand pods of few Deployments behind one Service come up", "[.speed]") {
  const auto cluster = big_cluster();
  CHECK(cluster->ready_pods() == kParts * kPartSize);
  CHECK(ready_endpoints(*cluster) == kParts * kPartSize);
}

TEST_CASE("Thirty thousand pods are replaced and deleted", "[.speed]") {
  const auto cluster = big_cluster();
  for (int i = 0; i < kParts; ++i) {
    cluster->edit<Deployment>(Key{"default", "web-" + std::to_string(i)}, [](Deployment& d) {
      d.spec.edit().template_.edit().spec.edit().containers.edit()[0].image = "nginx:2";
    });
  }
  cluster->run(1200s);
  CHECK(cluster->ready_pods() == kParts * kPartSize);
  for (const auto& pod : cluster->pods()) REQUIRE(pod->spec->containers[0].image == "nginx:2");
  for (int i = 0; i < kParts; ++i)
    cluster->remove(Deployment::info(), Key{"default", "web-" + std::to_string(i)});
  cluster->run(120s);
  CHECK(cluster->pods().empty());
}

TEST_CASE("The same seed gives the same run", "[manager]") {
  const auto fingerprint = [](std::uint64_t seed) {
    LiveCluster::Options options = fast();
    options.seed = seed;
    LiveCluster cluster(options);
    cluster.ask(Verb::kCreate, service());
    cluster.ask(Verb::kCreate, deployment(20));
    cluster.run(20s);
    set_image(cluster, "nginx:2");
    cluster.run(60s);
    return cluster.engine.fingerprint();
  };
  CHECK(fingerprint(7) == fingerprint(7));
}

}  // namespace podium
