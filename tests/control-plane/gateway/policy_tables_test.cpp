// Storage, networking, quotas, autoscalers and access as `kubectl get` shows them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/gateway/printer.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr TimePoint kNow = TimePoint{} + std::chrono::hours(1000);

// The cells of an object that is five minutes old, but for its name.
json cells(const char* api_version, const char* kind, const char* fields) {
  json tree = json::parse(fields);
  tree["apiVersion"] = api_version;
  tree["kind"] = kind;
  DecodedObject decoded = from_json(tree);
  INFO(decoded.error);
  REQUIRE(decoded.value);
  decoded.value->metadata.name = "x";
  decoded.value->metadata.creation_timestamp = kNow - 5min;
  json row = json::array();
  for (const Cell& cell : printer_of(decoded.value->kind()).row(*decoded.value, kNow))
    std::visit([&](const auto& value) { row.push_back(value); }, cell);
  CHECK(row.size() == printer_of(decoded.value->kind()).columns.size());
  CHECK(row[0].get<std::string>().starts_with("x"));
  row.erase(0);
  return row;
}

json row(const char* text) { return json::parse(text); }

}  // namespace

TEST_CASE("volumes and claims show what they have, claims nothing before they are bound") {
  CHECK(cells("v1", "PersistentVolume", R"({"spec": {"capacity": {"storage": "1Gi"},
      "accessModes": ["ReadOnlyMany", "ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Retain",
      "claimRef": {"namespace": "d", "name": "c"}, "storageClassName": "fast", "volumeMode": "Block",
      "hostPath": {"path": "/x"}, "volumeAttributesClassName": "gold"}, "status": {"phase": "Bound"}})") ==
        row(R"(["1Gi", "RWO,ROX", "Retain", "Bound", "d/c", "fast", "gold", "", "5m", "Block"])"));
  CHECK(cells("v1", "PersistentVolumeClaim", R"({"spec": {"accessModes": ["ReadWriteOnce"],
      "resources": {"requests": {"storage": "1Gi"}}, "volumeMode": "Filesystem"}, "status": {"phase": "Pending"}})") ==
        row(R"(["Pending", "", "", "", "", "<unset>", "5m", "Filesystem"])"));
  CHECK(cells("v1", "PersistentVolumeClaim", R"({"spec": {"volumeName": "v", "storageClassName": "fast"},
      "status": {"phase": "Bound", "capacity": {"storage": "2Gi"}, "accessModes": ["ReadWriteOncePod"]}})") ==
        row(R"(["Bound", "v", "2Gi", "RWOP", "fast", "<unset>", "5m", "<unset>"])"));
  CHECK(cells("v1", "PersistentVolumeClaim", R"({"metadata": {"deletionTimestamp": "2025-01-01T00:00:00Z"},
      "status": {"phase": "Bound"}})")[0] == "Terminating");
}

TEST_CASE("classes show who provides and which is the default") {
  CHECK(cells("storage.k8s.io/v1", "StorageClass", R"({"provisioner": "p"})") ==
        row(R"(["p", "Delete", "Immediate", "false", "5m"])"));
  json tree = row(R"({"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "fast",
      "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "p"})");
  const DecodedObject by_default = from_json(tree);
  CHECK(std::get<std::string>(printer_of(by_default.value->kind()).row(*by_default.value, kNow)[0]) ==
        "fast (default)");
  CHECK(cells("networking.k8s.io/v1", "IngressClass", R"({"spec": {"controller": "k8s.io/nginx"}})") ==
        row(R"(["k8s.io/nginx", "<none>", "5m"])"));
  CHECK(cells("networking.k8s.io/v1", "IngressClass", R"({"spec": {"controller": "k8s.io/nginx",
      "parameters": {"apiGroup": "g.io", "kind": "K", "name": "n"}}})")[1] == "K.g.io/n");
  CHECK(cells("scheduling.k8s.io/v1", "PriorityClass", R"({"value": 5, "globalDefault": true,
      "preemptionPolicy": "Never"})") == row(R"([5, "true", "5m", "Never"])"));
}

TEST_CASE("ingresses show three hosts, a short address and the ports they listen on") {
  CHECK(cells("networking.k8s.io/v1", "Ingress", R"({"spec": {"rules": [{}]}})") ==
        row(R"(["<none>", "*", "", "80", "5m"])"));
  CHECK(cells("networking.k8s.io/v1", "Ingress", R"({"spec": {"ingressClassName": "nginx", "tls": [{}],
      "rules": [{"host": "a"}, {"host": "b"}, {"host": "c"}, {"host": "d"}, {"host": "e"}]},
      "status": {"loadBalancer": {"ingress": [{"ip": "10.0.0.1"}, {"hostname": "lb.example"}]}}})") ==
        row(R"(["nginx", "a,b,c + 2 more...", "10.0.0.1,lb.e...", "80, 443", "5m"])"));
  CHECK(cells("networking.k8s.io/v1", "NetworkPolicy", R"({"spec": {"podSelector": {}}})")[0] == "<none>");
  CHECK(cells("networking.k8s.io/v1", "NetworkPolicy",
              R"({"spec": {"podSelector": {"matchLabels": {"a": "b"}}}})")[0] == "a=b");
}

TEST_CASE("budgets and quotas show what is allowed") {
  CHECK(cells("policy/v1", "PodDisruptionBudget", R"({"spec": {"minAvailable": "50%"},
      "status": {"disruptionsAllowed": 2}})") == row(R"(["50%", "N/A", 2, "5m"])"));
  CHECK(cells("policy/v1", "PodDisruptionBudget", R"({"spec": {"maxUnavailable": 1}})") ==
        row(R"(["N/A", "1", 0, "5m"])"));
  CHECK(cells("v1", "ResourceQuota", R"({"status": {"hard": {"pods": "5", "limits.cpu": "4", "cpu": "2"},
      "used": {"pods": "1", "cpu": "500m"}}})") ==
        row(R"(["cpu: 500m/2, pods: 1/5", "limits.cpu: 0/4", "5m"])"));
}

TEST_CASE("autoscalers show two targets, each as it is against as it should be") {
  const auto targets = [](const char* metrics, const char* current) {
    const std::string fields = R"({"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"},
        "maxReplicas": 5, "metrics": )" +
                               std::string(metrics) + R"(}, "status": {"currentReplicas": 2,
        "currentMetrics": )" + current +
                               "}}";
    const json shown = cells("autoscaling/v2", "HorizontalPodAutoscaler", fields.c_str());
    CHECK(shown[0] == "Deployment/web");
    CHECK(json{shown[2], shown[3], shown[4], shown[5]} == row(R"(["<unset>", 5, 2, "5m"])"));
    return shown[1].get<std::string>();
  };
  const std::string cpu = R"({"type": "Resource", "resource": {"name": "cpu",
      "target": {"type": "Utilization", "averageUtilization": 80}}})";
  const std::string memory = R"({"type": "Resource", "resource": {"name": "memory",
      "target": {"type": "AverageValue", "averageValue": "1Gi"}}})";
  CHECK(targets("[]", "[]") == "<none>");
  CHECK(targets(("[" + cpu + "]").c_str(), "[]") == "cpu: <unknown>/80%");
  CHECK(targets(("[" + cpu + "," + memory + "," + cpu + "]").c_str(),
                R"([{"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 0}}},
                    {"type": "Resource", "resource": {"name": "memory", "current": {"averageValue": "0"}}}])") ==
        "cpu: 0%/80%, memory: 0/1Gi + 1 more...");
  CHECK(targets(R"([{"type": "Pods", "pods": {"metric": {"name": "m"}, "target": {"averageValue": "10"}}}])",
                R"([{"type": "Pods", "pods": {"current": {"averageValue": "5"}}}])") == "5/10");
  CHECK(targets(
            R"([{"type": "External", "external": {"metric": {"name": "m"}, "target": {"averageValue": "10"}}},
                    {"type": "Object", "object": {"target": {"value": "3"}}}])",
            "[]") == "<unknown>/10 (avg), <unknown>/3");
}

TEST_CASE("roles and limit ranges show when they were made, bindings to whom they give what") {
  for (const char* kind : {"Role", "ClusterRole"})
    CHECK(cells("rbac.authorization.k8s.io/v1", kind, "{}") == row(R"(["1970-02-11T15:55:00Z"])"));
  CHECK(cells("v1", "LimitRange", "{}") == row(R"(["1970-02-11T15:55:00Z"])"));
  for (const char* kind : {"RoleBinding", "ClusterRoleBinding"}) {
    CHECK(cells("rbac.authorization.k8s.io/v1", kind, R"({"roleRef": {"kind": "ClusterRole", "name": "view"},
        "subjects": [{"kind": "User", "name": "ann"}, {"kind": "Group", "name": "g"},
                     {"kind": "User", "name": "bob"}, {"kind": "ServiceAccount", "namespace": "d", "name": "s"}]})") ==
          row(R"(["ClusterRole/view", "5m", "ann, bob", "g", "d/s"])"));
  }
}

TEST_CASE("the columns are those of a real API server") {
  const std::filesystem::path file = "../shared/data/apiserver_reference/table-columns.json";
  if (!std::filesystem::exists(file)) {
    WARN("skipped: there is no " << file);
    return;
  }
  json reference;
  std::ifstream(file) >> reference;
  for (const char* path :
       {"/api/v1/limitranges", "/api/v1/persistentvolumeclaims", "/api/v1/persistentvolumes",
        "/api/v1/resourcequotas", "/apis/autoscaling/v2/horizontalpodautoscalers",
        "/apis/networking.k8s.io/v1/ingressclasses", "/apis/networking.k8s.io/v1/ingresses",
        "/apis/networking.k8s.io/v1/networkpolicies", "/apis/policy/v1/poddisruptionbudgets",
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        "/apis/rbac.authorization.k8s.io/v1/clusterroles", "/apis/rbac.authorization.k8s.io/v1/rolebindings",
        "/apis/rbac.authorization.k8s.io/v1/roles", "/apis/storage.k8s.io/v1/storageclasses",
        "/apis/scheduling.k8s.io/v1/priorityclasses"}) {
    const std::string text = path;
    const std::string plural = text.substr(text.rfind('/') + 1);
    const auto& kinds = all_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const KindInfo* info) {
      return info->plural == plural && text.find("/" + info->api_version.str() + "/") != std::string::npos;
    });
    INFO(path);
    REQUIRE(kind != kinds.end());
    json ours = json::array();
    for (const PrintColumn& column : printer_of(**kind).columns)
      ours.push_back({column.name, column.type, column.format, column.priority});
    CHECK(ours == reference[path]);
  }
}
