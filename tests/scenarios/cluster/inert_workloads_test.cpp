#include "scenarios/cluster/inert_workloads.h"

#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("manifests of workloads that nothing runs are named with their place, others are let through") {
  const char* const text = R"(apiVersion: v1
kind: ConfigMap
metadata: {name: m}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: r}
spec:
  template:
    metadata: {labels: {app: r}}
    spec: {containers: [{name: c, image: busybox}]}
)";
  const Manifests manifests = read_manifests(text, "my.yaml");
  REQUIRE(manifests.error.empty());
  CHECK(inert_workloads(manifests) ==
        "my.yaml:5: ReplicationController \"r\": it is stored, but no controller runs its pods yet: use a "
        "Deployment");
}
