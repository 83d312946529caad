// Server-side apply and the owners of fields, over REST.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const std::string kWeb = "/apis/apps/v1/namespaces/default/deployments/web";
const std::string kMap = "/api/v1/namespaces/default/configmaps/m";

const char* const kDeployment = R"(
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
      - {name: web, image: "nginx:1"}
)";

std::string map_of(const std::string& data) {
  return R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m"}, "data": )" + data + "}";
}

struct Applying : Front {
  std::shared_ptr<Answer> apply(const std::string& path, const std::string& body, const std::string& manager,
                                bool force = false) {
    std::vector<std::pair<std::string, std::string>> query = {{"fieldManager", manager}};
    if (force) query.emplace_back("force", "true");
    return ask("PATCH", path, query, body, "application/apply-patch+yaml");
  }
  std::shared_ptr<Answer> merge(const std::string& path, const std::string& body,
                                const std::string& manager) {
    return ask("PATCH", path, {{"fieldManager", manager}}, body, "application/merge-patch+json");
  }
};

}  // namespace

TEST_CASE("an apply creates what is not there, and owns what it names") {
  Applying front;
  const auto created = front.apply(kWeb, kDeployment, "kubectl");
  CHECK(created->response.code == 201);
  const json owners = created->body()["metadata"]["managedFields"];
  REQUIRE(owners.size() == 1);
  CHECK(owners[0]["manager"] == "kubectl");
  CHECK(owners[0]["operation"] == "Apply");
  CHECK(owners[0]["apiVersion"] == "apps/v1");
  CHECK(owners[0]["fieldsV1"]["f:spec"].contains("f:replicas"));
  CHECK_FALSE(owners[0]["fieldsV1"]["f:spec"].contains("f:revisionHistoryLimit"));  // a default is nobody's
  CHECK(created->body()["spec"]["revisionHistoryLimit"] == 10);

  const auto again = front.apply(kWeb, kDeployment, "kubectl");
  CHECK(again->response.code == 200);
  CHECK(again->body()["metadata"]["resourceVersion"] == created->body()["metadata"]["resourceVersion"]);
}

TEST_CASE("a field of another manager is a conflict, unless it is taken by force") {
  Applying front;
  front.apply(kMap, map_of(R"({"k": "1"})"), "a");
  const auto refused = front.apply(kMap, map_of(R"({"k": "2"})"), "b");
  CHECK(refused->response.code == 409);
  CHECK(refused->body()["reason"] == "Conflict");
  CHECK(refused->body()["message"] == R"(Apply failed with 1 conflict: conflict with "a": .data.k)");
  CHECK(refused->body()["details"]["causes"][0]["reason"] == "FieldManagerConflict");
  const auto taken = front.apply(kMap, map_of(R"({"k": "2"})"), "b", true);
  CHECK(taken->response.code == 200);
  CHECK(taken->body()["data"]["k"] == "2");
  CHECK(front.apply(kMap, map_of(R"({"k": "3"})"), "a")->response.code == 409);  // it is b's now
}

TEST_CASE("what a configuration no longer names goes, unless somebody else owns it, too") {
  Applying front;
  front.apply(kMap, map_of(R"({"mine": "1", "shared": "1"})"), "a");
  front.apply(kMap, map_of(R"({"shared": "1"})"), "b");
  const auto left = front.apply(kMap, map_of("{}"), "a");
  CHECK(left->body()["data"] == json({{"shared", "1"}}));
}

TEST_CASE("an ordinary write takes the ownership of what it changes") {
  Applying front;
  front.apply(kWeb, kDeployment, "kubectl");
  const auto scaled = front.merge(kWeb, R"({"spec": {"replicas": 5}})", "kubectl-edit");
  REQUIRE(scaled->response.code == 200);
  CHECK(scaled->body()["metadata"]["managedFields"].size() == 2);
  const auto refused = front.apply(kWeb, kDeployment, "kubectl");
  CHECK(refused->response.code == 409);
  CHECK(refused->body()["message"] ==
        R"(Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas)");
}

TEST_CASE("a dry run of an apply answers as if, and changes nothing") {
  Applying front;
  const auto tried = front.ask("PATCH", kWeb, {{"fieldManager", "a"}, {"dryRun", "All"}}, kDeployment,
                               "application/apply-patch+yaml");
  CHECK(tried->response.code == 201);
  CHECK(front.ask("GET", kWeb)->response.code == 404);
}

TEST_CASE("an apply without a manager, or a force without an apply, is refused in Kubernetes' words") {
  Applying front;
  const auto nobody = front.ask("PATCH", kMap, {}, map_of("{}"), "application/apply-patch+yaml");
  CHECK(nobody->response.code == 422);
  CHECK(
      nobody->body()["message"] ==
      R"(PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch)");
  front.apply(kMap, map_of("{}"), "a");
  const auto forced = front.ask("PATCH", kMap, {{"force", "true"}}, "{}", "application/merge-patch+json");
  CHECK(forced->response.code == 422);
  CHECK(
      forced->body()["message"] ==
      R"(PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch)");
}

TEST_CASE(
    "an object that a client created is known to be its, and what the control plane writes is nobody's") {
  Applying front;
  const auto made = front.ask("POST", "/api/v1/namespaces/default/configmaps",
                              {{"fieldManager", "kubectl-create"}}, map_of(R"({"k": "1"})"));
  const json owners = made->body()["metadata"]["managedFields"];
  REQUIRE(owners.size() == 1);
  CHECK(owners[0]["manager"] == "kubectl-create");
  CHECK(owners[0]["operation"] == "Update");
  CHECK(owners[0]["fieldsV1"]["f:data"].contains("f:k"));
  const json root = front.ask("GET", "/api/v1/namespaces/default")->body();
  CHECK_FALSE(root["metadata"].contains("managedFields"));
}
