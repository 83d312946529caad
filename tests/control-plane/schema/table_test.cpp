#include "control-plane/schema/table.h"

#include <stdexcept>

#include "tests/support/catch.h"

namespace podium::schema {
namespace {

const Type& type(std::string_view name) {
  const Type* found = kubernetes().find_type(name);
  REQUIRE(found);
  return *found;
}

TEST_CASE("Every resource leads to its type, and every kind has metadata or is a virtual one") {
  for (const Resource& resource : kubernetes().resources()) {
    INFO(resource.group << "/" << resource.version << " " << resource.kind);
    REQUIRE(resource.type);
    CHECK(resource.type->find("kind"));
    CHECK(resource.type->find("metadata"));
    CHECK(kubernetes().find_kind(resource.group, resource.version, resource.kind) == &resource);
    CHECK(kubernetes().find_resource(resource.group, resource.version, resource.plural) == &resource);
  }
  CHECK(kubernetes().resources().size() > 60);
}

TEST_CASE("A name without a group means the first resource in the order of discovery") {
  CHECK(kubernetes().find_name("po")->kind == "Pod");
  CHECK(kubernetes().find_name("deploy")->group == "apps");
  CHECK(kubernetes().find_name("hpa")->version == "v2");
  CHECK(kubernetes().find_name("events")->group.empty());
  CHECK(kubernetes().find_name("crds")->plural == "customresourcedefinitions");
  CHECK(kubernetes().find_name("nothing") == nullptr);
}

TEST_CASE("A resource tells its verbs, scope and subresources") {
  const Resource& pods = *kubernetes().find_resource("", "v1", "pods");
  CHECK(pods.namespaced);
  CHECK(pods.has_verb("deletecollection"));
  CHECK(pods.find_subresource("eviction")->group == "policy");
  CHECK(pods.find_subresource("status")->verbs == std::vector<std::string>{"get", "patch", "update"});
  CHECK_FALSE(kubernetes().find_resource("", "v1", "namespaces")->has_verb("deletecollection"));
  CHECK_FALSE(kubernetes().find_resource("", "v1", "nodes")->namespaced);
}

TEST_CASE("Fields carry what decoding, patching and applying need") {
  const Field& ports = *type("core/v1.Container").find("ports");
  CHECK(ports.number == 6);
  CHECK(ports.type->go_name == "[]v1.ContainerPort");
  CHECK(ports.list == ListKind::kMap);
  CHECK(ports.keys == std::vector<std::string>{"containerPort", "protocol"});
  CHECK(ports.merge);
  CHECK(ports.merge_key == "containerPort");
  CHECK(type("core/v1.ContainerPort").find("protocol")->key_default == "TCP");
  CHECK(ports.text == "ports it listens on; for information and for names");
  const Field& replicas = *type("apps/v1.DeploymentSpec").find("replicas");
  CHECK(replicas.pointer);
  CHECK(replicas.omit_empty);
  CHECK(type("apps/v1.DeploymentSpec").find("strategy")->retain_keys);
  CHECK(type("core/v1.PodSpec").find("containers")->required);
  CHECK(type("meta/v1.LabelSelector").atomic);
  CHECK(type("core/v1.Protocol").values == std::vector<std::string>{"SCTP", "TCP", "UDP"});
  CHECK(type("core/v1.PodSpec").find("hostname")->type->shape == Shape::kString);
  CHECK(type("core/v1.PodSpec").find("hostName") == nullptr);
}

TEST_CASE("An inlined struct gives its fields to JSON but keeps its own protobuf number") {
  const Type& volume = type("core/v1.Volume");
  CHECK(volume.find("configMap"));
  REQUIRE(volume.find_number(2));
  CHECK(volume.find_number(2)->inlined == &type("core/v1.VolumeSource"));
  CHECK(volume.find_number(1)->field->name == "name");
  CHECK(type("core/v1.Probe").find("httpGet"));
  CHECK(type("admissionregistration/v1.NamedRuleWithOperations").find("apiGroups"));
}

TEST_CASE("Bodies that are not resources have types too") {
  CHECK(kubernetes().find_type("autoscaling", "v1", "Scale") == &type("autoscaling/v1.Scale"));
  CHECK(kubernetes().find_type("policy", "v1", "Eviction"));
  CHECK(kubernetes().find_type("authentication.k8s.io", "v1", "TokenRequest"));
  CHECK(kubernetes().find_type("apps", "v1", "DeleteOptions") == &type("meta/v1.DeleteOptions"));
  CHECK(kubernetes().find_type("apps", "v1", "Nothing") == nullptr);
  CHECK(kubernetes().find_type("", "v1", "Container") == nullptr);
  CHECK(kubernetes().find_type("meta.k8s.io", "v1", "PartialObjectMetadata"));
  CHECK(kubernetes().find_type("", "v1", "Status"));
}

TEST_CASE("A text that is no table is refused with its line") {
  CHECK_THROWS_WITH(parse_table("package a/v1 x\ntype T\n  f 1 Missing\n"),
                    "schema table, line 3: type a/v1.Missing is used but not defined");
  CHECK_THROWS_AS(parse_table("package a/v1 x\ntype T\n  f 1 string sideways\n"), std::runtime_error);
  CHECK_THROWS_AS(parse_table("nonsense here\n"), std::runtime_error);
  CHECK_THROWS_AS(parse_table("package a/v1 x\nenum E\nenum E\n"), std::runtime_error);
}

}  // namespace
}  // namespace podium::schema
