#include "control-plane/gateway/path.h"

#include "control-plane/gateway/negotiate.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("paths name a resource, an object, or a subresource") {
  const auto pod = parse_api_path("/api/v1/namespaces/team/pods/web-1/status");
  REQUIRE(pod);
  CHECK(pod->group == "");
  CHECK(pod->version == "v1");
  CHECK(pod->namespace_ == "team");
  CHECK(pod->plural == "pods");
  CHECK(pod->name == "web-1");
  CHECK(pod->subresource == "status");
  const auto all = parse_api_path("/apis/apps/v1/deployments");
  REQUIRE(all);
  CHECK(all->group == "apps");
  CHECK(all->namespace_ == "");
  CHECK(all->name == "");
}

TEST_CASE("a namespace is an object of its own, with status and finalize below it") {
  const auto space = parse_api_path("/api/v1/namespaces/team");
  REQUIRE(space);
  CHECK(space->plural == "namespaces");
  CHECK(space->name == "team");
  const auto finalize = parse_api_path("/api/v1/namespaces/team/finalize");
  REQUIRE(finalize);
  CHECK(finalize->plural == "namespaces");
  CHECK(finalize->subresource == "finalize");
  CHECK(parse_api_path("/api/v1/namespaces/team/pods")->plural == "pods");
}

TEST_CASE("what is shorter than a resource is none") {
  CHECK_FALSE(parse_api_path("/"));
  CHECK_FALSE(parse_api_path("/api/v1"));
  CHECK_FALSE(parse_api_path("/apis/apps/v1"));
  CHECK_FALSE(parse_api_path("/openapi/v3/api/v1"));
}

TEST_CASE("the first form of the Accept header that can be served is taken") {
  const auto table = negotiate(
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/"
      "json;as=Table;v=v1beta1;g=meta.k8s.io,application/json");
  REQUIRE(table);
  CHECK(table->form == Form::kTable);
  CHECK(table->version == "v1");
  CHECK(negotiate("application/json")->form == Form::kObject);
  CHECK(negotiate("")->form == Form::kObject);
  CHECK(negotiate("application/vnd.kubernetes.protobuf,application/json")->form == Form::kObject);
  CHECK(negotiate("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")->form ==
        Form::kPartialMetadata);
  CHECK_FALSE(negotiate("application/foo"));
}

TEST_CASE("aggregated discovery is told in the version that the client prefers") {
  CHECK(aggregated_discovery_version(
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json") == "v2");
  CHECK(aggregated_discovery_version(
            "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList") == "v2beta1");
  CHECK(aggregated_discovery_version("application/json") == "");
}
