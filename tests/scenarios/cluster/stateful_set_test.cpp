#include "control-plane/objects/kinds/stateful_set.h"

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/volume_claims.h"
#include "scenarios/cluster/cluster.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

constexpr const char* kDb = R"(
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 3
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - {name: db, image: "db:1"}
)";

constexpr const char* kClaims = R"(
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
)";

// A volume that only node-2 reaches, of a class that makes none, and a pod that claims it.
constexpr const char* kLocal = R"(
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: local
  local: {path: /disk}
  nodeAffinity:
    required:
      nodeSelectorTerms:
      - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node-2]}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local
  resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: c, image: "db:1", volumeMounts: [{name: v, mountPath: /data}]}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
)";

void apply_yaml(Cluster& cluster, const std::string& text) {
  const Manifests manifests = read_manifests(text, "test.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(cluster.apply(manifests.objects).ok());
}

std::string claim_phase(const ClusterView& view, const char* name) {
  const auto claim = view.find<PersistentVolumeClaim>(Key{"default", name});
  return claim ? claim->status->phase.str() : "none";
}

int events(const ClusterView& view, const char* reason) {
  int count = 0;
  for (const auto& event : view.all<Event>()) count += event->reason == reason ? 1 : 0;
  return count;
}

// Three pods on three workers, of which the one with db-1 has lost its power.
struct Dark {
  Dark() {
    cluster.run_for(2s);
    apply_yaml(cluster, kDb);
    REQUIRE(cluster.run_until([](const ClusterView& v) { return ready(v) == 3; }, 1min));
    node = pod()->spec->node_name;
    uid = pod()->metadata.uid;
    REQUIRE(cluster.chaos().power_off(node.str()).ok());
    cluster.run_for(10min);
  }
  static int ready(const ClusterView& view) {
    const auto db = view.find<StatefulSet>(Key{"default", "db"});
    return db ? db->status.value().ready_replicas : 0;
  }
  Ref<const Pod> pod() const { return cluster.find<Pod>(Key{"default", "db-1"}); }
  bool comes_again(Duration limit) {
    return cluster.run_until(
        [this](const ClusterView& v) {
          const auto pod = v.find<Pod>(Key{"default", "db-1"});
          return ready(v) == 3 && pod && !(pod->metadata.uid == uid);
        },
        limit);
  }

  Cluster cluster;
  Text node, uid;
};

}  // namespace

TEST_CASE("a StatefulSet's pod on a dead node is replaced only when the node is fenced off") {
  // Facts 2.3: not deleted from an unreachable node, it stays Terminating; at most one pod per identity.
  Dark dark;
  REQUIRE(dark.pod());
  CHECK(dark.pod()->metadata.uid == dark.uid);
  CHECK(dark.pod()->metadata.deleting());
  CHECK(Dark::ready(dark.cluster) == 2);
  const auto node = dark.cluster.find<Node>(Key{{}, dark.node});
  const Ref<Node> fenced = copy(*node);
  Taint taint;
  taint.key = "node.kubernetes.io/out-of-service";
  taint.value = "nodeshutdown";
  taint.effect = "NoExecute";
  fenced->spec.edit().taints.push_back(taint);
  ApiRequest request;
  request.verb = Verb::kUpdate;
  request.kind = &Node::info();
  request.key = key_of(*fenced);
  request.object = fenced;
  REQUIRE(dark.cluster.request(std::move(request), "fence").status.ok());
  REQUIRE(dark.comes_again(1min));
  CHECK_FALSE(dark.pod()->spec->node_name == dark.node);
}

TEST_CASE("a StatefulSet's pod on a dead node is replaced when the node comes back") {
  Dark dark;
  REQUIRE(dark.cluster.chaos().power_on(dark.node.str()).ok());
  CHECK(dark.comes_again(5min));
}

TEST_CASE("the claims of a StatefulSet get volumes, which go with them once no pod uses them") {
  // Facts 2.3: PVC `<template>-<sts>-<ordinal>`; admission StorageObjectInUseProtection.
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, std::string(kDb) + (kClaims + 1));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return Dark::ready(v) == 3; }, 1min));
  for (const char* name : {"data-db-0", "data-db-1", "data-db-2"})
    CHECK(claim_phase(cluster, name) == "Bound");
  CHECK(events(cluster, "SuccessfulAttachVolume") == 3);
  REQUIRE(cluster.remove(PersistentVolumeClaim::info(), Key{"default", "data-db-2"}).ok());
  cluster.run_for(1min);
  CHECK(claim_phase(cluster, "data-db-2") == "Bound");  // a pod uses it
  REQUIRE(cluster.remove(StatefulSet::info(), Key{"default", "db"}).ok());
  cluster.run_for(1min);
  CHECK(claim_phase(cluster, "data-db-2") == "none");
  CHECK(claim_phase(cluster, "data-db-1") == "Bound");
  CHECK(cluster.all<PersistentVolume>().size() == 2);
}

TEST_CASE("a pod goes where its volume is, and the claim is bound before the pod") {
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, kLocal);
  REQUIRE(cluster.run_until(
      [](const ClusterView& v) {
        const auto pod = v.find<Pod>(Key{"default", "p"});
        return pod && !pod->spec->node_name.empty();
      },
      1min));
  CHECK(cluster.find<PersistentVolumeClaim>(Key{"default", "data"})->spec->volume_name == "disk");
  CHECK(cluster.find<Pod>(Key{"default", "p"})->spec->node_name == "node-2");
  cluster.run_for(1s);
  CHECK(claim_phase(cluster, "data") == "Bound");
}

TEST_CASE("a pod waits for a volume that another node has, and says so") {
  // Facts 3.4: FailedAttachVolume, FailedMount; the kubelet waits 2 min 3 s for volumes.
  Cluster cluster;
  cluster.run_for(2s);
  apply_yaml(cluster, std::string(kDb) + (kClaims + 1));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return Dark::ready(v) == 3; }, 1min));
  const Text node = cluster.find<Pod>(Key{"default", "db-0"})->spec->node_name;
  apply_yaml(cluster, std::string(R"(
apiVersion: v1
kind: Pod
metadata: {name: thief}
spec:
  nodeName: )") + (node == "node-1" ? "node-2" : "node-1") +
                          R"(
  containers: [{name: c, image: "db:1", volumeMounts: [{name: v, mountPath: /data}]}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: data-db-0}}]
)");
  cluster.run_for(130s);
  CHECK(cluster.find<Pod>(Key{"default", "thief"})->status->phase == "Pending");
  CHECK(events(cluster, "FailedAttachVolume") == 1);
  CHECK(events(cluster, "FailedMount") == 1);
  REQUIRE(cluster.remove(StatefulSet::info(), Key{"default", "db"}).ok());
  CHECK(cluster.run_until(
      [](const ClusterView& v) {
        return v.find<Pod>(Key{"default", "thief"})->status->phase == "Running";
      },
      2min));
}
