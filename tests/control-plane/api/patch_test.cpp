#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/control-plane/support/objects.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

struct Patched : Ground {
  Patched() { create(deployment("web")); }

  ApiResponse patch(Patch::Type type, const std::string& body, std::string_view subresource = "") {
    ApiRequest request;
    request.verb = Verb::kPatch;
    request.kind = &Deployment::info();
    request.key = in_default("web");
    request.subresource = subresource;
    request.patch = {type, body};
    return ask(std::move(request));
  }
};

const Deployment& result(const ApiResponse& response) {
  INFO(response.status.message);
  REQUIRE(response.object);
  return static_cast<const Deployment&>(*response.object);
}

}  // namespace

TEST_CASE("a merge patch replaces what it names") {
  Patched ground;
  const ApiResponse patched =
      ground.patch(Patch::Type::kMerge, R"({"spec":{"replicas":4},"metadata":{"labels":{"a":"b"}}})");
  CHECK(result(patched).spec->replicas == 4);
  CHECK(*result(patched).metadata.labels.find("a") == "b");
  CHECK(result(patched).metadata.generation == 2);
}

TEST_CASE("a strategic merge patch finds containers by name") {
  Patched ground;
  const ApiResponse patched = ground.patch(
      Patch::Type::kStrategicMerge,
      R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:2"},{"name":"d","image":"e"}]}}}})");
  const auto& containers = result(patched).spec->template_->spec->containers;
  REQUIRE(containers.size() == 2);
  for (const Container& c : containers) CHECK(c.image == (c.name == "c" ? "nginx:2" : "e"));
}

TEST_CASE("a JSON patch works by path, and a failed test changes nothing") {
  Patched ground;
  CHECK(result(ground.patch(Patch::Type::kJson, R"([{"op":"replace","path":"/spec/replicas","value":7}])"))
            .spec->replicas == 7);
  const std::uint64_t revision = ground.store.revision();
  const ApiResponse refused = ground.patch(
      Patch::Type::kJson,
      R"([{"op":"test","path":"/spec/replicas","value":1},{"op":"replace","path":"/spec/replicas","value":2}])");
  CHECK(refused.status.code == 422);
  CHECK(ground.store.revision() == revision);
}

TEST_CASE("a patch of the status leaves the spec, and the other way round") {
  Patched ground;
  const std::string both = R"({"spec":{"replicas":9},"status":{"replicas":3}})";
  const ApiResponse status = ground.patch(Patch::Type::kMerge, both, "status");
  CHECK(result(status).status->replicas == 3);
  CHECK(result(status).spec->replicas == 1);
  const ApiResponse spec =
      ground.patch(Patch::Type::kMerge, R"({"spec":{"replicas":2},"status":{"replicas":8}})");
  CHECK(result(spec).status->replicas == 3);
  CHECK(result(spec).spec->replicas == 2);
}

TEST_CASE("a patch without effect writes nothing") {
  Patched ground;
  const std::uint64_t revision = ground.store.revision();
  CHECK(ground.patch(Patch::Type::kMerge, R"({"spec":{"replicas":1}})").status.ok());
  CHECK(ground.store.revision() == revision);
}

TEST_CASE("a patch that names a revision or identity is held to it") {
  Patched ground;
  const ApiStatus stale =
      ground.patch(Patch::Type::kMerge, R"({"metadata":{"resourceVersion":"1"},"spec":{"replicas":2}})")
          .status;
  CHECK(
      stale.message ==
      "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply "
      "your changes to the latest version and try again");
  CHECK(stale.details_group == "apps");
  CHECK(ground.patch(Patch::Type::kMerge, R"({"metadata":{"name":"other"}})").status.message ==
        "the name of the object (other) does not match the name on the URL (web)");
  CHECK(ground.patch(Patch::Type::kMerge, R"({"metadata":{"uid":"other"}})").status.conflict());
}

TEST_CASE("a patch that makes an object invalid is refused as the object would be") {
  Patched ground;
  CHECK(ground.patch(Patch::Type::kMerge, R"({"spec":{"replicas":-1}})").status.message ==
        "Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal "
        "to 0");
  CHECK(ground.patch(Patch::Type::kMerge, "{nonsense").status.code == 400);
}
