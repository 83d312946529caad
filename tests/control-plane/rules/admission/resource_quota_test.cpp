#include "control-plane/rules/admission/resource_quota.h"

#include "control-plane/rules/admission/quota_usage.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;

namespace {

Ref<const ResourceQuota> quota(const std::string& hard, const std::string& used,
                               const std::string& spec = "") {
  return as<ResourceQuota>(ObjectRef(make::defaulted(
      "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: d}\nspec: {hard: {" + hard + "}" +
      spec + "}\nstatus: {hard: {" + hard + "}, used: {" + used + "}}\n")));
}

QuotaVerdict admit(const std::string& yaml, const Ref<const ResourceQuota>& one,
                   const std::string& before = "") {
  const Ref<Object> object = make::defaulted(yaml), old = before.empty() ? nullptr : make::defaulted(before);
  return admit_to_quotas({one}, *object, old.get(), TimePoint{});
}

std::string usage(const std::string& yaml, int seconds = 0) {
  std::string text;
  const Ref<Object> object = make::defaulted(yaml);
  for (const auto& [name, amount] : quota_usage(*object, TimePoint{} + std::chrono::seconds(seconds)))
    text += (text.empty() ? "" : " ") + name.str() + "=" + amount.str();
  return text;
}

std::string claim(const std::string& size) {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: d}\nspec: "
         "{accessModes: "
         "[ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: " +
         size + "}}}\n";
}

const std::string kPod = make::pod("resources: {requests: {cpu: 500m}, limits: {cpu: 1, memory: 1Gi}}");

}  // namespace

TEST_CASE("What an object uses has the names that quotas have") {
  CHECK(usage(kPod) ==
        "count/pods=1 cpu=500m limits.cpu=1 limits.memory=1Gi memory=1Gi pods=1 requests.cpu=500m "
        "requests.memory=1Gi");
  CHECK(usage(make::pod("resources: {limits: {nvidia.com/gpu: 2}}")) ==
        "count/pods=1 pods=1 requests.nvidia.com/gpu=2");
  CHECK(usage(make::deployment()) == "count/deployments.apps=1");
  CHECK(usage(make::service("type: NodePort, ports: [{port: 1, name: a}, {port: 2, name: b}]")) ==
        "count/services=1 services=1 services.nodeports=2");
  CHECK(usage(make::service("type: LoadBalancer, ports: [{port: 1}]")) ==
        "count/services=1 services=1 services.loadbalancers=1 services.nodeports=1");
  CHECK(
      usage(claim("1Gi")) ==
      "count/persistentvolumeclaims=1 fast.storageclass.storage.k8s.io/persistentvolumeclaims=1 "
      "fast.storageclass.storage.k8s.io/requests.storage=1Gi persistentvolumeclaims=1 requests.storage=1Gi");
}

TEST_CASE("A pod that has ended, or whose grace is over, uses its place alone") {
  CHECK(usage(make::pod("resources: {limits: {cpu: 1}}") + "status: {phase: Succeeded}\n") == "count/pods=1");
  Pod pod;
  pod.spec.edit().containers.push_back(Container{});
  pod.metadata.deletion_timestamp = TimePoint{} + std::chrono::seconds(100);
  pod.metadata.deletion_grace_period_seconds = 30;
  CHECK(quota_usage(pod, TimePoint{} + std::chrono::seconds(130)).contains("pods"));
  CHECK_FALSE(quota_usage(pod, TimePoint{} + std::chrono::seconds(131)).contains("pods"));
}

TEST_CASE("A pod is charged, and refused when the quota is used up") {
  const QuotaVerdict verdict = admit(kPod, quota("cpu: 4, pods: 10", "cpu: 3, pods: 2"));
  CHECK(verdict.fault == "");
  REQUIRE(verdict.charged.size() == 1);
  CHECK(verdict.charged[0]->status->used.get("cpu").str() == "3500m");
  CHECK(verdict.charged[0]->status->used.get("pods").str() == "3");
  CHECK(
      admit(kPod,
            quota("requests.cpu: 4, limits.cpu: 4, pods: 10", "requests.cpu: 4, limits.cpu: 3500m, pods: 2"))
          .fault ==
      "exceeded quota: q, requested: limits.cpu=1,requests.cpu=500m, used: limits.cpu=3500m,requests.cpu=4, "
      "limited: limits.cpu=4,requests.cpu=4");
}

TEST_CASE("Quotas of cpu and memory want every container to name them") {
  CHECK(admit(make::pod("", "initContainers: [{name: a, image: x}]"),
              quota("limits.cpu: 1, requests.memory: 1", "limits.cpu: 0, requests.memory: 0"))
            .fault == "failed quota: q: must specify limits.cpu for: a,c; requests.memory for: a,c");
}

TEST_CASE("A quota counts what its controller has seen, and charges nothing it does not know") {
  auto unseen = copy(*quota("pods: 1", "pods: 1"));
  unseen->status.reset();
  CHECK(admit(kPod, unseen).fault == "");
  CHECK(admit(kPod, unseen).charged.empty());
  CHECK(admit(kPod, quota("pods: 1", "")).fault == "status unknown for quota: q, resources: pods");
  CHECK(admit(make::deployment(), quota("pods: 0", "pods: 0")).fault == "");
}

TEST_CASE("Objects are counted when they are made, claims when they grow") {
  const auto one = quota("count/deployments.apps: 1", "count/deployments.apps: 1");
  CHECK(admit(make::deployment(), one).fault ==
        "exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: "
        "count/deployments.apps=1");
  CHECK(admit(make::deployment(), one, make::deployment()).fault == "");
  const auto storage = quota("requests.storage: 10Gi, persistentvolumeclaims: 1",
                             "requests.storage: 8Gi, persistentvolumeclaims: 1");
  const QuotaVerdict grown = admit(claim("3Gi"), storage, claim("1Gi"));
  CHECK(grown.fault == "");
  CHECK(grown.charged.at(0)->status->used.get("requests.storage").str() == "10Gi");
  CHECK(grown.charged.at(0)->status->used.get("persistentvolumeclaims").str() == "1");
  CHECK(admit(claim("4Gi"), storage, claim("1Gi")).fault ==
        "exceeded quota: q, requested: requests.storage=3Gi, used: requests.storage=8Gi, limited: "
        "requests.storage=10Gi");
  CHECK(admit(claim("1Gi"), storage, claim("3Gi")).charged.empty());
}

TEST_CASE("A quota with scopes is for the pods within all of them") {
  const auto refused = [](const std::string& scope, const std::string& pod) {
    return !admit(pod, quota("pods: 0", "pods: 0", scope)).fault.empty();
  };
  const std::string plain = make::pod(), ending = make::pod("", "activeDeadlineSeconds: 5");
  CHECK(refused(", scopes: [BestEffort]", plain));
  CHECK_FALSE(refused(", scopes: [BestEffort]", kPod));
  CHECK(refused(", scopes: [NotBestEffort]", kPod));
  CHECK(refused(", scopes: [Terminating]", ending));
  CHECK_FALSE(refused(", scopes: [Terminating]", plain));
  CHECK_FALSE(refused(", scopes: [BestEffort, Terminating]", plain));
  CHECK(refused(", scopes: [BestEffort, Terminating]", ending));
  const auto by_class = [&](const std::string& how, const std::string& pod) {
    return refused(", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, " + how + "}]}", pod);
  };
  const std::string high = make::pod("", "priorityClassName: high");
  CHECK(by_class("operator: In, values: [high]", high));
  CHECK_FALSE(by_class("operator: In, values: [low]", high));
  CHECK(by_class("operator: NotIn, values: [high]", plain));
  CHECK(by_class("operator: Exists", high));
  CHECK_FALSE(by_class("operator: Exists", plain));
  CHECK(by_class("operator: DoesNotExist", plain));
  const std::string far =
      make::pod("",
                "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: z, "
                "namespaces: [x]}]}}");
  CHECK(refused(", scopes: [CrossNamespacePodAffinity]", far));
  CHECK_FALSE(refused(", scopes: [CrossNamespacePodAffinity]", plain));
}

TEST_CASE("A quota's status is the sum over its namespace, zero where there is nothing") {
  const std::vector<ObjectRef> objects = {make::defaulted(kPod), make::defaulted(kPod),
                                          make::defaulted(claim("1Gi"))};
  const ResourceQuotaStatus status =
      quota_status(*quota("pods: 5, requests.cpu: 4, count/jobs.batch: 1, requests.storage: 9Gi", ""),
                   objects, TimePoint{});
  CHECK(status.hard.size() == 4);
  CHECK(status.used.get("pods").str() == "2");
  CHECK(status.used.get("requests.cpu").str() == "1");
  CHECK(status.used.find("count/jobs.batch")->is_zero());
  CHECK(status.used.get("requests.storage").str() == "1Gi");
}
