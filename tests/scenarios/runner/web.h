// A small cluster for tests of what scenarios are made of: three workers that serve web, and a client.
#pragma once

#include <memory>

#include "control-plane/codec/manifest.h"
#include "scenarios/cluster/cluster.h"
#include "scenarios/cluster/default_applications.h"
#include "tests/support/catch.h"

namespace podium::scenario {

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
      - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
)";

// The machine "client" reaches the Service default/web, which has three endpoints.
inline std::unique_ptr<Cluster> web_cluster(ClusterOptions options = {}) {
  auto cluster = std::make_unique<Cluster>(std::move(options));
  cluster->add_client("client");
  add_default_applications(cluster->world().applications());
  cluster->run_for(5s);
  Manifests manifests = read_manifests(kWeb, "web.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(cluster->apply(manifests.objects).ok());
  cluster->run_for(30s);
  return cluster;
}

}  // namespace podium::scenario
