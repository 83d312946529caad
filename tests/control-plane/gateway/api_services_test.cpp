// Which server answers for which group version: APIServices, as a client of HTTP meets them.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const std::string kServices = "/apis/apiregistration.k8s.io/v1/apiservices";
const std::string kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const char* const kTable = "application/json;as=Table;v=v1;g=meta.k8s.io";

const char* const kDefinition = R"json({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
  "metadata": {"name": "boats.ship.example.com"}, "spec": {
    "group": "ship.example.com", "scope": "Namespaced", "names": {"plural": "boats", "kind": "Boat"},
    "versions": [
     {"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}},
     {"name": "v1beta1", "served": true, "storage": false, "schema": {"openAPIV3Schema": {"type": "object"}}}]}})json";

json metrics() {
  return json::parse(R"json({
    "metadata": {"name": "v1beta1.custom.metrics.k8s.io"},
    "spec": {"group": "custom.metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100,
             "versionPriority": 100, "insecureSkipTLSVerify": true,
             "service": {"name": "adapter", "namespace": "monitoring"}}})json");
}

struct Aggregated : Front {
  json row(const std::string& name) {
    return ask("GET", kServices + "/" + name, {}, "", "application/json", kTable)->body()["rows"][0]["cells"];
  }
  int code(const std::string& name) { return ask("GET", kServices + "/" + name)->response.code; }
};

}  // namespace

TEST_CASE("each group version that is built in is local, and available") {
  Aggregated front;
  CHECK(front.row("v1.") == json({"v1.", "Local", "True", "0s"}));
  CHECK(front.row("v2.autoscaling")[1] == "Local");
  const json apps = front.ask("GET", kServices + "/v1.apps")->body();
  CHECK(apps["spec"]["groupPriorityMinimum"] == 17800);
  CHECK(apps["status"]["conditions"][0]["message"] == "Local APIServices are always available");
  // As many as discovery lists, but for their own group, and for what is computed.
  std::size_t versions = 1;
  const json groups = front.ask("GET", "/apis")->body()["groups"];
  for (const json& group : groups) {
    if (group["name"] != "apiregistration.k8s.io") versions += group["versions"].size();
  }
  CHECK(front.ask("GET", kServices)->body()["items"].size() == versions);
}

TEST_CASE("those of custom group versions come and go with the definitions that serve them") {
  Aggregated front;
  front.ask("POST", kDefinitions, {}, kDefinition);
  CHECK(front.row("v1.ship.example.com")[2] == "True");
  CHECK(front.code("v1beta1.ship.example.com") == 200);
  front.ask("DELETE", kServices + "/v1.ship.example.com");
  CHECK(front.code("v1.ship.example.com") == 200);  // it is served, so it is there again
  front.ask("PATCH", kDefinitions + "/boats.ship.example.com", {},
            R"([{"op": "replace", "path": "/spec/versions/1/served", "value": false}])",
            "application/json-patch+json");
  CHECK(front.code("v1beta1.ship.example.com") == 404);
  front.ask("DELETE", kDefinitions + "/boats.ship.example.com");
  CHECK(front.code("v1.ship.example.com") == 404);
}

TEST_CASE("one that names a service is stored, and says that it is not available") {
  Aggregated front;
  REQUIRE(front.ask("POST", kServices, {}, metrics().dump())->response.code == 201);
  const json cells = front.row("v1beta1.custom.metrics.k8s.io");
  CHECK(cells[1] == "monitoring/adapter");
  CHECK(cells[2] == "False (NotPassedOn)");
  CHECK(front.ask("GET", kServices + "/v1beta1.custom.metrics.k8s.io")->body()["spec"]["service"]["port"] ==
        443);
}

TEST_CASE("what is wrong with one is told in Kubernetes' words") {
  Aggregated front;
  const auto fault = [&](const char* pointer, json value) {
    json wanted = metrics();
    wanted[json::json_pointer(pointer)] = std::move(value);
    const auto answer = front.ask("POST", kServices, {}, wanted.dump());
    CHECK(answer->response.code == 422);
    const std::string message = answer->body().value("message", "");
    return message.substr(std::min(message.size(), message.find("is invalid: ") + 12));
  };
  CHECK(
      fault("/metadata/name", "metrics") ==
      R"(metadata.name: Invalid value: "metrics": must be `spec.version+"."+spec.group`: "v1beta1.custom.metrics.k8s.io")");
  CHECK(fault("/spec/versionPriority", 0) ==
        "spec.versionPriority: Invalid value: 0: must be positive and less than 1000");
  CHECK(fault("/spec/caBundle", "Yg==") ==
        "spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present");
}
