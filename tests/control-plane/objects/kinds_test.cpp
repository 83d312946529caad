#include <set>

#include "control-plane/objects/field_path.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("Every kind is found by the names it has on the wire, and makes objects of itself") {
  std::set<std::string> resources;
  for (const KindInfo* kind : all_kinds()) {
    CHECK(find_kind(kind->group, kind->version, kind->kind) == kind);
    CHECK(find_plural(kind->group, kind->version, kind->plural) == kind);
    CHECK(all_kinds()[kind->index] == kind);
    CHECK(&kind->make()->kind() == kind);
    CHECK(resources.insert(kind->resource()).second);
  }
  CHECK(find_kind("apps", "v1", "Pod") == nullptr);
  CHECK(Deployment::info().api_version == "apps/v1");
  CHECK(Deployment::info().resource() == "deployments.apps");
  CHECK(Pod::info().api_version == "v1");
}

TEST_CASE("A clone equals its original, shares its parts, and is counted on its own") {
  auto pod = make_ref<Pod>();
  pod->metadata.name = "web";
  pod->spec.edit().node_name = "n1";
  const Ref<Object> clone = Pod::info().clone(*pod);
  CHECK(Pod::info().equal(*pod, *clone));
  CHECK(static_cast<const Pod&>(*clone).spec.same_as(pod->spec));
  CHECK(clone->references().unique());
  static_cast<Pod&>(*clone).spec.edit().node_name = "n2";
  CHECK_FALSE(Pod::info().equal(*pod, *clone));
  CHECK(pod->spec->node_name == "n1");
}

TEST_CASE("Objects of different kinds are never taken for each other") {
  const ObjectRef node = make_ref<Node>();
  CHECK(as<Pod>(node) == nullptr);
  CHECK(as<Node>(node) == node);
  CHECK(as<Pod>(ObjectRef()) == nullptr);
}

TEST_CASE("A field is read by its path as selectors compare it") {
  Pod pod;
  std::string scratch;
  const auto node = FieldPath::resolve(Pod::info(), "spec.nodeName");
  const auto network = FieldPath::resolve(Pod::info(), "spec.hostNetwork");
  const auto name = FieldPath::resolve(Pod::info(), "metadata.name");
  REQUIRE((node && network && name));
  CHECK(node->of(pod, scratch) == "");
  CHECK(network->of(pod, scratch) == "false");
  pod.metadata.name = "web";
  pod.spec.edit().node_name = "n1";
  pod.spec.edit().host_network = true;
  CHECK(node->of(pod, scratch) == "n1");
  CHECK(network->of(pod, scratch) == "true");
  CHECK(name->of(pod, scratch) == "web");
}

TEST_CASE("A path to no field, or to more than a scalar, does not resolve") {
  for (const char* path : {"spec", "spec.containers", "spec.nope", "status.conditions.type", "", "metadata"})
    CHECK_FALSE(FieldPath::resolve(Pod::info(), path));
}

TEST_CASE("An object's subject is its kind, namespace and name") {
  Pod pod;
  pod.metadata.namespace_ = "default";
  pod.metadata.name = "web-1";
  CHECK(subject_of(pod) == "pod/default/web-1");
  Node node;
  node.metadata.name = "n1";
  CHECK(subject_of(node) == "node/n1");
}
