// HorizontalPodAutoscalers in a whole cluster: clients, kubelets, the metrics server and the adapter in
// between. Words are those of Kubernetes 1.33.
#include <nlohmann/json.hpp>

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"
#include "control-plane/objects/kinds/service.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

constexpr const char* kWeb = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1", ports: [{containerPort: 80}], resources: {requests: {cpu: 500m}}}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
)";

std::string scaler(const std::string& metrics, const std::string& name = "web",
                   const std::string& target = "web", int least = 1) {
  return "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: " + name +
         "}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: " + target +
         "}\n  minReplicas: " + std::to_string(least) + "\n  maxReplicas: 10\n  metrics: [" + metrics + "]\n";
}

constexpr const char* kCpu =
    "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}";
constexpr const char* kContainer =
    "{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, "
    "averageUtilization: 50}}}";
constexpr const char* kPods =
    "{type: Pods, pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, "
    "averageValue: 5}}}";
constexpr const char* kUnknown =
    "{type: Pods, pods: {metric: {name: lag}, target: {type: AverageValue, averageValue: 5}}}";
constexpr const char* kObject =
    "{type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: web}, metric: {name: "
    "http_requests_per_second}, target: {type: Value, value: 10}}}";
constexpr const char* kExternal =
    "{type: External, external: {metric: {name: requests_per_second, selector: {matchLabels: {clients: "
    "crowd}}}, "
    "target: {type: AverageValue, averageValue: 8}}}";

struct Scaled {
  explicit Scaled(const std::string& manifests, bool metrics_server = true)
      : cluster(options(metrics_server)) {
    cluster.add_client("client");
    sim::AppModel model;
    model.image = "web:*";
    model.cpu_milli = 0;
    model.service.low = 50ms;
    cluster.world().applications().add(model);
    cluster.run_for(2s);
    Manifests read = read_manifests(kWeb + manifests, "test.yaml");
    REQUIRE(read.error.empty());
    const ApiStatus applied = cluster.apply(read.objects);
    INFO(applied.message);
    REQUIRE(applied.ok());
    cluster.run_for(5s);
  }
  static ClusterOptions options(bool metrics_server) {
    ClusterOptions options;
    options.metrics_server = metrics_server;
    return options;
  }
  void crowd(double rate) {
    sim::RequestsConfig config;
    config.name = "crowd";
    config.machine = "client";
    config.address = cluster.find<Service>({"default", "web"})->spec->cluster_ip.str();
    config.rates = {rate};
    config.arrivals = sim::RequestsConfig::Arrivals::kConstant;
    cluster.world().add_requests(config);
  }
  std::int32_t replicas() { return cluster.find<Deployment>({"default", "web"})->spec->replicas.value_or(0); }
  HorizontalPodAutoscalerStatus status(const char* name = "web") {
    return cluster.find<HorizontalPodAutoscaler>({"default", name})->status.value();
  }
  // "True ValidMetricFound: the HPA was ..."
  std::string condition(const char* type, const char* name = "web") {
    const HorizontalPodAutoscalerStatus now = status(name);
    const Condition* found = find_condition(now.conditions, type);
    return found == nullptr ? ""
                            : found->status.str() + " " + found->reason.str() + ": " + found->message.str();
  }
  bool told(const std::string& event) {
    bool found = false;
    cluster.each(Event::info(), {}, [&](const ObjectRef& object) {
      const auto& each = static_cast<const Event&>(*object);
      found = found || each.reason.str() + ": " + each.message.str() == event;
    });
    return found;
  }
  Cluster cluster;
};

}  // namespace

TEST_CASE("replicas follow the cpu that pods use, and the autoscaler tells how it knows", "[hpa]") {
  Scaled world(scaler(std::string(kCpu) + ", " + kContainer));
  world.crowd(20);  // one core, which is 200 % of 500m
  world.cluster.run_for(75s);
  CHECK(world.replicas() == 4);
  CHECK(
      world.told("SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) "
                 "above target"));
  CHECK(world.condition("ScalingActive") ==
        "True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource "
        "utilization (percentage of request)");
  world.cluster.run_for(60s);
  CHECK(world.replicas() == 4);
  const HorizontalPodAutoscalerStatus status = world.status();
  CHECK(status.current_replicas == 4);
  CHECK(status.desired_replicas == 4);
  REQUIRE(status.current_metrics.size() == 2);
  const std::int32_t use = status.current_metrics[0].resource->current.average_utilization.value();
  CHECK(status.current_metrics[1].container_resource->current.average_utilization == use);
  CHECK((use >= 45 && use <= 55));
  CHECK(world.condition("AbleToScale") == "True ReadyForNewScale: recommended size matches current size");
  CHECK(world.condition("ScalingLimited") ==
        "False DesiredWithinRange: the desired count is within the acceptable range");
}

TEST_CASE("metrics of pods, of an object and from outside: the one that asks for most counts", "[hpa]") {
  Scaled world("");
  world.crowd(20);
  world.cluster.run_for(30s);
  Manifests read =
      read_manifests(scaler(std::string(kExternal) + ", " + kObject + ", " + kPods), "test.yaml");
  REQUIRE(world.cluster.apply(read.objects).ok());
  world.cluster.run_for(40s);
  // 20 a second: external 20 / 8 = 3, object 20 / 10 = twice as many, pods 20 / 5 = 4.
  CHECK(world.told(
      "SuccessfulRescale: New size: 4; reason: pods metric http_requests_per_second above target"));
  const HorizontalPodAutoscalerStatus status = world.status();
  REQUIRE(status.current_metrics.size() == 3);
  CHECK(OptQuantity::of(status.current_metrics[0].external->current.average_value)->milli_value() == 5000);
  CHECK(OptQuantity::of(status.current_metrics[1].object->current.value).has_value());
  CHECK(OptQuantity::of(status.current_metrics[2].pods->current.average_value).has_value());
}

TEST_CASE("metrics by name are served under the paths of their own form", "[hpa]") {
  Scaled world("");
  world.crowd(20);
  world.cluster.run_for(30s);
  const auto get = [&world](const std::string& path) {
    auto answer = std::make_shared<testing::Answer>();
    world.cluster.gateway().handle({"GET", path, {}, {}, ""}, answer);
    return answer;
  };
  const std::string custom = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/";
  const nlohmann::json pods = get(custom + "pods/*/http_requests_per_second")->body();
  CHECK(pods["kind"] == "MetricValueList");
  REQUIRE(pods["items"].size() == 1);
  CHECK(pods["items"][0]["describedObject"]["kind"] == "Pod");
  CHECK(pods["items"][0]["value"] == "20");
  CHECK(get(custom + "services/web/http_requests_per_second")->body()["items"][0]["value"] == "20");
  const auto unknown = get(custom + "services/web/lag");
  CHECK(unknown->response.code == 404);
  CHECK(unknown->body()["message"] == "the server could not find the metric lag for services web");
  const nlohmann::json outside =
      get("/apis/external.metrics.k8s.io/v1beta1/namespaces/default/requests_per_second")->body();
  CHECK(outside["kind"] == "ExternalMetricValueList");
  CHECK(outside["items"][0]["metricLabels"]["clients"] == "crowd");
  CHECK(outside["items"][0]["value"] == "20");
}

TEST_CASE("without anything that measures, nothing is scaled, and conditions and events say why", "[hpa]") {
  Scaled world(scaler(kCpu), false);
  world.cluster.run_for(30s);
  const std::string why =
      "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from "
      "resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";
  CHECK(world.condition("AbleToScale") ==
        "True SucceededGetScale: the HPA controller was able to get the target's current scale");
  CHECK(world.condition("ScalingActive") ==
        "False FailedGetResourceMetric: the HPA was unable to compute the replica count: " + why);
  CHECK(world.told("FailedGetResourceMetric: " + why));
  CHECK(world.told(
      "FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to "
      "get cpu resource metric value: " +
      why));
  CHECK(world.replicas() == 1);
}

TEST_CASE("a metric that fails does not stop a scale-up by another, but a scale-down", "[hpa]") {
  Scaled world(scaler(std::string(kUnknown) + ", " + kPods));
  world.crowd(20);
  world.cluster.run_for(50s);
  CHECK(world.replicas() == 4);
  CHECK(
      world.told("FailedGetPodsMetric: unable to get metric lag: unable to fetch metrics from custom metrics "
                 "API: the server could not find the metric lag for pods"));
  world.cluster.world().requests().front()->stop();
  world.cluster.run_for(7min);
  CHECK(world.replicas() == 4);
  CHECK(world.condition("ScalingActive").starts_with("False FailedGetPodsMetric: "));
}

TEST_CASE("targets that are gone, switched off, out of bounds or contested", "[hpa]") {
  Scaled world(scaler(kCpu, "web", "web", 2) + scaler(kCpu, "lost", "nowhere"));
  world.cluster.run_for(20s);
  CHECK(world.replicas() == 2);
  CHECK(world.told(
      "SuccessfulRescale: New size: 2; reason: Current number of replicas below Spec.MinReplicas"));
  CHECK(world.condition("AbleToScale", "lost") ==
        "False FailedGetScale: the HPA controller was unable to get the target's current scale: "
        "deployments.apps \"nowhere\" not found");
  CHECK(world.told("FailedGetScale: deployments.apps \"nowhere\" not found"));

  Manifests rival = read_manifests(scaler(kCpu, "rival"), "test.yaml");
  REQUIRE(world.cluster.apply(rival.objects).ok());
  world.cluster.run_for(20s);
  CHECK(world.condition("ScalingActive") ==
        "False AmbiguousSelector: pods by selector app=web are controlled by multiple HPAs: [default/rival "
        "default/web]");

  Ref<Deployment> off = copy(*world.cluster.find<Deployment>({"default", "web"}));
  off->spec.edit().replicas = 0;
  REQUIRE(world.cluster.apply({off}).ok());
  world.cluster.run_for(20s);
  CHECK(world.condition("ScalingActive") ==
        "False ScalingDisabled: scaling is disabled since the replica count of the target is zero");
  CHECK(world.replicas() == 0);
}

}  // namespace podium
