// Kinds that are served from the schema table alone.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kRuntimes = "/apis/node.k8s.io/v1/runtimeclasses";
const char* const kAttachments = "/apis/storage.k8s.io/v1/volumeattachments";

json attachment(const char* name) {
  return {
      {"metadata", {{"name", name}}},
      {"spec",
       {{"attacher", "example.com/csi"}, {"nodeName", "n1"}, {"source", {{"persistentVolumeName", "v"}}}}}};
}

}  // namespace

TEST_CASE("a kind without a struct is created, read, listed, changed and deleted like any other") {
  Front front;
  const auto created =
      front.ask("POST", kRuntimes, {}, R"({"metadata": {"name": "fast"}, "handler": "runc"})");
  REQUIRE(created->response.code == 201);
  CHECK(created->body()["kind"] == "RuntimeClass");
  CHECK(created->body()["apiVersion"] == "node.k8s.io/v1");
  CHECK(created->body()["metadata"].contains("uid"));
  CHECK(front.ask("POST", kRuntimes, {}, R"({"metadata": {"name": "fast"}, "handler": "runc"})")
            ->response.code == 409);
  CHECK(front.ask("GET", kRuntimes)->body()["items"].size() == 1);
  const auto patched =
      front.ask("PATCH", std::string(kRuntimes) + "/fast", {},
                R"({"metadata": {"labels": {"a": "b"}}, "handler": "kata"})", "application/merge-patch+json");
  CHECK(patched->body()["handler"] == "kata");
  CHECK(front.ask("GET", kRuntimes, {{"labelSelector", "a=b"}})->body()["items"].size() == 1);
  CHECK(front.ask("DELETE", std::string(kRuntimes) + "/fast")->response.code == 200);
  CHECK(front.ask("GET", std::string(kRuntimes) + "/fast")->response.code == 404);
}

TEST_CASE("what the schema demands of a kind without a struct is demanded in Kubernetes' words") {
  Front front;
  const auto missing = front.ask("POST", kRuntimes, {}, R"({"metadata": {"name": "fast"}})");
  CHECK(missing->response.code == 422);
  CHECK(missing->body()["message"] ==
        R"(RuntimeClass.node.k8s.io "fast" is invalid: handler: Required value)");
  const auto unknown = front.ask("POST", kRuntimes, {{"fieldValidation", "Strict"}},
                                 R"({"metadata": {"name": "fast"}, "handler": "runc", "colour": "red"})");
  CHECK(unknown->response.code == 400);
  CHECK(unknown->body()["message"].get<std::string>().find(R"(unknown field "colour")") != std::string::npos);
}

TEST_CASE(
    "spec and status of a kind without a struct are written apart, and only spec counts as a new "
    "generation") {
  Front front;
  json made = attachment("a");
  made["status"] = {{"attached", true}};
  REQUIRE(front.ask("POST", kAttachments, {}, made.dump())->response.code == 201);
  json there = front.ask("GET", std::string(kAttachments) + "/a")->body();
  CHECK(there["metadata"]["generation"] == 1);
  CHECK((!there.contains("status") || there["status"].empty()));

  there["status"] = {{"attached", true}};
  there["spec"]["attacher"] = "example.com/other";
  REQUIRE(front.ask("PUT", std::string(kAttachments) + "/a/status", {}, there.dump())->response.code == 200);
  there = front.ask("GET", std::string(kAttachments) + "/a")->body();
  CHECK(there["status"]["attached"] == true);
  CHECK(there["spec"]["attacher"] == "example.com/csi");
  CHECK(there["metadata"]["generation"] == 1);

  there["spec"]["attacher"] = "example.com/other";
  there["status"] = {{"attached", false}};
  REQUIRE(front.ask("PUT", std::string(kAttachments) + "/a", {}, there.dump())->response.code == 200);
  there = front.ask("GET", std::string(kAttachments) + "/a")->body();
  CHECK(there["status"]["attached"] == true);
  CHECK(there["metadata"]["generation"] == 2);
}

TEST_CASE("discovery lists every stored kind of the schema") {
  Front front;
  const json groups = front.ask("GET", "/apis")->body()["groups"];
  std::vector<std::string> names;
  for (const json& group : groups) names.push_back(group["name"]);
  for (const char* wanted :
       {"apps", "batch", "autoscaling", "policy", "rbac.authorization.k8s.io", "networking.k8s.io",
        "storage.k8s.io", "scheduling.k8s.io", "events.k8s.io", "node.k8s.io", "certificates.k8s.io",
        "admissionregistration.k8s.io", "apiextensions.k8s.io"}) {
    CHECK(std::find(names.begin(), names.end(), wanted) != names.end());
  }
}

TEST_CASE("whoever makes something that nothing acts on is warned of it") {
  Front front;
  const json policy = {{"metadata", {{"name", "p"}}}, {"spec", {{"podSelector", json::object()}}}};
  const auto warning_of = [](const Answer& answer) {
    for (const auto& [name, value] : answer.response.headers) {
      if (name == "Warning") return value;
    }
    return std::string();
  };
  const auto made =
      front.ask("POST", "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", {}, policy.dump());
  REQUIRE(made->response.code == 201);
  CHECK(warning_of(*made) == R"(299 - "NetworkPolicy: it is stored, but nothing enforces it")");
  const auto map =
      front.ask("POST", "/api/v1/namespaces/default/configmaps", {}, R"({"metadata": {"name": "m"}})");
  CHECK(warning_of(*map).empty());
}
