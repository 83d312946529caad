#include "control-plane/objects/kinds/stateful_set.h"

#include "control-plane/codec/manifest.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
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

// Three pods on three workers, of which the one with db-1 has lost its power.
struct Dark {
  Dark() {
    cluster.run_for(2s);
    Manifests manifests = read_manifests(kDb, "test.yaml");
    REQUIRE(cluster.apply(manifests.objects).ok());
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
