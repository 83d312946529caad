#include "scenarios/cluster/inert_workloads.h"

#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("manifests of workloads that nothing runs are named with their place, others are let through") {
  const char* const text = R"(apiVersion: v1
kind: ConfigMap
metadata: {name: m}
---
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}
)";
  const Manifests manifests = read_manifests(text, "my.yaml");
  REQUIRE(manifests.error.empty());
  CHECK(inert_workloads(manifests) ==
        "my.yaml:5: Job \"j\": it is stored, but no controller runs its pods yet: use a Deployment");
}
