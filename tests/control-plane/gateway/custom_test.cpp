// Kinds that a CustomResourceDefinition adds, as a client of HTTP meets them.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const char* const kCertificates = "/apis/pki.example.com/v1/namespaces/default/certificates";
const char* const kRollouts = "/apis/ship.example.com/v1alpha1/namespaces/default/rollouts";

// In the manner of a certificate manager: a status, conditions as a list by type, defaults, columns.
json certificates() {
  return json::parse(R"json({
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "certificates.pki.example.com"}, "spec": {
      "group": "pki.example.com", "scope": "Namespaced",
      "names": {"plural": "certificates", "kind": "Certificate", "shortNames": ["cert"], "categories": ["all-pki"]},
      "versions": [
       {"name": "v1beta1", "served": true, "storage": false,
        "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}},
       {"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
        "additionalPrinterColumns": [
          {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
          {"name": "Secret", "type": "string", "jsonPath": ".spec.secretName"},
          {"name": "CA", "type": "boolean", "jsonPath": ".spec.isCA", "priority": 1},
          {"name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"}],
        "schema": {"openAPIV3Schema": {"type": "object", "required": ["spec"], "properties": {
          "spec": {"type": "object", "required": ["secretName", "issuerRef"], "properties": {
            "secretName": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z-]+$"},
            "isCA": {"type": "boolean"}, "duration": {"type": "string", "default": "2160h"},
            "revisionHistoryLimit": {"type": "integer", "format": "int32", "minimum": 1},
            "usages": {"type": "array", "x-kubernetes-list-type": "set",
                       "items": {"type": "string", "enum": ["signing", "server auth"]}},
            "note": {"type": "string", "nullable": true},
            "issuerRef": {"type": "object", "required": ["name"], "properties": {
               "name": {"type": "string"}, "kind": {"type": "string", "default": "Issuer"}}}}},
          "status": {"type": "object", "properties": {
            "conditions": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"],
              "items": {"type": "object", "required": ["type", "status"], "properties": {
                 "type": {"type": "string"}, "status": {"type": "string"}}}}}}}}}}]}})json");
}

// In the manner of a progressive delivery tool: scale, int-or-string, free parts, a rule.
json rollouts() {
  return json::parse(R"json({
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "rollouts.ship.example.com"}, "spec": {
      "group": "ship.example.com", "scope": "Namespaced",
      "names": {"plural": "rollouts", "kind": "Rollout", "singular": "rollout", "shortNames": ["ro"]},
      "versions": [
       {"name": "v1alpha1", "served": true, "storage": true,
        "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.replicas",
            "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".status.selector"}},
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {
          "spec": {"type": "object", "x-kubernetes-validations": [{"rule": "self.replicas >= 0"}], "properties": {
              "replicas": {"type": "integer"},
              "maxSurge": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
              "template": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
              "steps": {"type": "array", "items": {"type": "object", "properties": {"setWeight": {"type": "integer"}}}}}},
          "status": {"type": "object", "properties": {"replicas": {"type": "integer"}, "selector": {"type": "string"}}}}}}}]}})json");
}

json certificate(const char* name) {
  return {{"apiVersion", "pki.example.com/v1"},
          {"kind", "Certificate"},
          {"metadata", {{"name", name}}},
          {"spec", {{"secretName", "tls"}, {"issuerRef", {{"name", "letters"}}}}}};
}

json rollout(const char* name) {
  return {{"apiVersion", "ship.example.com/v1alpha1"},
          {"kind", "Rollout"},
          {"metadata", {{"name", name}}},
          {"spec", {{"replicas", 3}, {"maxSurge", "25%"}, {"template", {{"any", {{"thing", 1}}}}}}}};
}

std::string warning_of(const Answer& answer) {
  for (const auto& [name, value] : answer.response.headers) {
    if (name == "Warning") return value;
  }
  return "";
}

std::string message_of(const Answer& answer) { return answer.body().value("message", ""); }

struct Defined : Front {
  explicit Defined(const json& definition) {
    REQUIRE(ask("POST", kDefinitions, {}, definition.dump())->response.code == 201);
  }
  std::shared_ptr<Answer> post(const char* where, const json& object,
                               std::vector<std::pair<std::string, std::string>> query = {}) {
    return ask("POST", where, std::move(query), object.dump());
  }
};

const char* const kTable = "application/json;as=Table;v=v1;g=meta.k8s.io";

}  // namespace

TEST_CASE("a definition has its names accepted, is established, and its kind is served") {
  Front front;
  CHECK(front.ask("GET", kCertificates)->response.code == 404);
  const std::string before = front.ask("GET", "/apis")->response.body;
  const auto made = front.ask("POST", kDefinitions, {}, certificates().dump());
  REQUIRE(made->response.code == 201);
  const json status = made->body()["status"];
  CHECK(status["acceptedNames"]["listKind"] == "CertificateList");
  CHECK(status["acceptedNames"]["singular"] == "certificate");
  CHECK(status["storedVersions"] == json({"v1"}));
  CHECK(status["conditions"][0]["type"] == "NamesAccepted");
  CHECK(status["conditions"][0]["reason"] == "NoConflicts");
  CHECK(status["conditions"][1]["type"] == "Established");
  CHECK(status["conditions"][1]["status"] == "True");
  CHECK(front.ask("GET", kCertificates)->body()["kind"] == "CertificateList");
  CHECK(front.ask("GET", "/apis")->response.body != before);
}

TEST_CASE("discovery lists custom groups behind the built-in ones, the preferred version first") {
  Defined front(certificates());
  const json last = front.ask("GET", "/apis")->body()["groups"].back();
  CHECK(last["name"] == "pki.example.com");
  CHECK(last["preferredVersion"]["version"] == "v1");
  const json list = front.ask("GET", "/apis/pki.example.com/v1")->body()["resources"];
  REQUIRE(list.size() == 2);
  CHECK(list[0]["name"] == "certificates");
  CHECK(list[0]["shortNames"] == json({"cert"}));
  CHECK(list[1]["name"] == "certificates/status");
  const auto aggregated = front.ask("GET", "/apis", {}, "", "application/json",
                                    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
  CHECK(aggregated->body()["items"].back()["versions"][1]["version"] == "v1beta1");
}

TEST_CASE("a custom object is made, read, changed and deleted; what the schema does not know is pruned") {
  Defined front(certificates());
  json wanted = certificate("web");
  wanted["spec"]["colour"] = "red";
  wanted["status"] = {{"conditions", json::array()}};
  const auto made = front.post(kCertificates, wanted);
  REQUIRE(made->response.code == 201);
  CHECK(warning_of(*made) == R"(299 - "unknown field \"spec.colour\"")");
  const json there = made->body();
  CHECK(!there["spec"].contains("colour"));
  CHECK(!there.contains("status"));
  CHECK(there["spec"]["duration"] == "2160h");
  CHECK(there["spec"]["issuerRef"]["kind"] == "Issuer");
  CHECK(there["metadata"]["generation"] == 1);

  const std::string web = std::string(kCertificates) + "/web";
  const auto patched =
      front.ask("PATCH", web, {}, R"({"spec": {"isCA": true}})", "application/merge-patch+json");
  CHECK(patched->body()["spec"]["isCA"] == true);
  CHECK(patched->body()["metadata"]["generation"] == 2);
  const auto json_patched = front.ask("PATCH", web, {}, R"([{"op": "remove", "path": "/spec/isCA"}])",
                                      "application/json-patch+json");
  CHECK(!json_patched->body()["spec"].contains("isCA"));
  const auto strategic =
      front.ask("PATCH", web, {}, R"({"spec": {}})", "application/strategic-merge-patch+json");
  CHECK(strategic->response.code == 415);
  CHECK(front.post(kCertificates, certificate("web"))->response.code == 409);
  CHECK(front.ask("DELETE", web)->response.code == 200);
  CHECK(front.ask("GET", web)->response.code == 404);
}

TEST_CASE("unknown fields are an error if the client is strict, and nothing if it ignores them") {
  Defined front(certificates());
  json wanted = certificate("web");
  wanted["spec"]["issuerRef"]["colour"] = "red";
  const auto strict = front.post(kCertificates, wanted, {{"fieldValidation", "Strict"}});
  CHECK(strict->response.code == 400);
  CHECK(message_of(*strict).find(R"(strict decoding error: unknown field "spec.issuerRef.colour")") !=
        std::string::npos);
  const auto ignored = front.post(kCertificates, wanted, {{"fieldValidation", "Ignore"}});
  CHECK(ignored->response.code == 201);
  CHECK(warning_of(*ignored).empty());
}

TEST_CASE("what a schema demands is demanded in Kubernetes' words") {
  Defined front(certificates());
  const auto fault = [&](const char* pointer, json value) {
    json wanted = certificate("web");
    wanted[json::json_pointer(pointer)] = std::move(value);
    const auto answer = front.post(kCertificates, wanted);
    CHECK(answer->response.code == 422);
    const std::string prefix = R"(Certificate.pki.example.com "web" is invalid: )";
    const std::string message = message_of(*answer);
    CHECK(message.substr(0, prefix.size()) == prefix);
    return message.substr(std::min(prefix.size(), message.size()));
  };
  CHECK(
      fault("/spec/revisionHistoryLimit", "many") ==
      R"(spec.revisionHistoryLimit: Invalid value: "string": spec.revisionHistoryLimit in body must be of type integer: "string")");
  CHECK(
      fault("/spec/revisionHistoryLimit", 0) ==
      "spec.revisionHistoryLimit: Invalid value: 0: spec.revisionHistoryLimit in body should be greater than "
      "or equal to 1");
  CHECK(fault("/spec/secretName", "TLS") ==
        R"(spec.secretName: Invalid value: "TLS": spec.secretName in body should match '^[a-z-]+$')");
  CHECK(fault("/spec/secretName", std::string(21, 'a')) ==
        "spec.secretName: Too long: may not be more than 20 bytes");
  CHECK(fault("/spec/issuerRef", json::object()) == "spec.issuerRef.name: Required value");
  CHECK(fault("/spec/usages", {"signing", "fun"}) ==
        R"(spec.usages[1]: Unsupported value: "fun": supported values: "signing", "server auth")");
  CHECK(fault("/spec/usages", {"signing", "signing"}) == R"(spec.usages[1]: Duplicate value: "signing")");
  CHECK(fault("/spec/isCA", json()) ==
        R"(spec.isCA: Invalid value: "null": spec.isCA in body must be of type boolean: "null")");
}

TEST_CASE("status is written apart, and held against the schema") {
  Defined front(certificates());
  json there = front.post(kCertificates, certificate("web"))->body();
  const std::string status = std::string(kCertificates) + "/web/status";
  there["status"] = {{"conditions", {{{"type", "Ready"}, {"status", "True"}}}}};
  there["spec"]["secretName"] = "other";
  const auto written = front.ask("PUT", status, {}, there.dump());
  REQUIRE(written->response.code == 200);
  CHECK(written->body()["spec"]["secretName"] == "tls");
  CHECK(written->body()["metadata"]["generation"] == 1);
  there["metadata"].erase("resourceVersion");
  there["status"]["conditions"].push_back({{"type", "Ready"}, {"status", "False"}});
  const auto twice = front.ask("PUT", status, {}, there.dump());
  CHECK(twice->response.code == 422);
  CHECK(message_of(*twice).find(
            R"(status.conditions[1]: Duplicate value: map[string]interface {}{"type":"Ready"})") !=
        std::string::npos);
}

TEST_CASE("a table has the columns that the definition names") {
  Defined front(certificates());
  json there = front.post(kCertificates, certificate("web"))->body();
  there["status"] = {
      {"conditions", {{{"type", "Issuing"}, {"status", "False"}}, {{"type", "Ready"}, {"status", "True"}}}}};
  front.ask("PUT", std::string(kCertificates) + "/web/status", {}, there.dump());
  const json table = front.ask("GET", kCertificates, {}, "", "application/json", kTable)->body();
  CHECK(table["columnDefinitions"][1]["name"] == "Ready");
  CHECK(table["columnDefinitions"][3]["priority"] == 1);
  CHECK(table["rows"][0]["cells"] == json({"web", "True", "tls", nullptr, "0s"}));

  Defined other(rollouts());
  other.post(kRollouts, rollout("a"));
  const json plain = other.ask("GET", kRollouts, {}, "", "application/json", kTable)->body();
  CHECK(plain["columnDefinitions"][1]["name"] == "Age");
}

TEST_CASE("an object is the same in every version") {
  Defined front(certificates());
  front.post(kCertificates, certificate("web"));
  const std::string beta = "/apis/pki.example.com/v1beta1/namespaces/default/certificates";
  const json there = front.ask("GET", beta + "/web")->body();
  CHECK(there["apiVersion"] == "pki.example.com/v1beta1");
  CHECK(there["spec"]["secretName"] == "tls");
  json other = certificate("old");
  other["apiVersion"] = "pki.example.com/v1beta1";
  CHECK(front.ask("POST", beta, {}, other.dump())->body()["apiVersion"] == "pki.example.com/v1beta1");
  CHECK(front.ask("GET", std::string(kCertificates) + "/old")->body()["apiVersion"] == "pki.example.com/v1");
}

TEST_CASE("the scale subresource goes by the definition's paths") {
  Defined front(rollouts());
  REQUIRE(front.post(kRollouts, rollout("a"))->response.code == 201);
  const std::string scale = std::string(kRollouts) + "/a/scale";
  CHECK(front.ask("GET", scale)->body()["spec"]["replicas"] == 3);
  const auto scaled =
      front.ask("PATCH", scale, {}, R"({"spec": {"replicas": 5}})", "application/merge-patch+json");
  CHECK(scaled->body()["spec"]["replicas"] == 5);
  const json there = front.ask("GET", std::string(kRollouts) + "/a")->body();
  CHECK(there["spec"]["replicas"] == 5);
  CHECK(there["spec"]["template"]["any"]["thing"] == 1);
  CHECK(there["metadata"]["generation"] == 2);
}

TEST_CASE("whoever defines rules is told that they are not evaluated") {
  Front front;
  const auto made = front.ask("POST", kDefinitions, {}, rollouts().dump());
  CHECK(made->response.code == 201);
  CHECK(warning_of(*made).find("not evaluated") != std::string::npos);
}

TEST_CASE("server-side apply merges custom lists by their keys") {
  Defined front(certificates());
  const auto apply = [&](const char* manager, const json& config, const std::string& sub) {
    return front.ask("PATCH", std::string(kCertificates) + "/web" + sub, {{"fieldManager", manager}},
                     config.dump(), "application/apply-patch+yaml");
  };
  REQUIRE(apply("one", certificate("web"), "")->response.code == 201);
  json status = {
      {"apiVersion", "pki.example.com/v1"}, {"kind", "Certificate"}, {"metadata", {{"name", "web"}}}};
  status["status"] = {{"conditions", {{{"type", "Ready"}, {"status", "True"}}}}};
  REQUIRE(apply("two", status, "/status")->response.code == 200);
  status["status"] = {{"conditions", {{{"type", "Issuing"}, {"status", "True"}}}}};
  const auto third = apply("three", status, "/status");
  REQUIRE(third->response.code == 200);
  CHECK(third->body()["status"]["conditions"].size() == 2);
  json other = certificate("web");
  other["spec"]["secretName"] = "mine";
  CHECK(apply("three", other, "")->response.code == 409);
}

TEST_CASE("objects are selected by the fields that the definition names, and by no others") {
  json definition = certificates();
  definition["spec"]["versions"][1]["selectableFields"] = {{{"jsonPath", ".spec.secretName"}}};
  Defined front(definition);
  front.post(kCertificates, certificate("web"));
  json other = certificate("other");
  other["spec"]["secretName"] = "more";
  front.post(kCertificates, other);
  const json found =
      front.ask("GET", kCertificates, {{"fieldSelector", "spec.secretName=more"}})->body()["items"];
  REQUIRE(found.size() == 1);
  CHECK(found[0]["metadata"]["name"] == "other");
  const auto refused = front.ask("GET", kCertificates, {{"fieldSelector", "spec.isCA=true"}});
  CHECK(refused->response.code == 400);
  CHECK(message_of(*refused) == "field label not supported: spec.isCA");
}

TEST_CASE("a list of definitions shows when they were made") {
  Defined front(certificates());
  const json table = front.ask("GET", kDefinitions, {}, "", "application/json", kTable)->body();
  CHECK(table["columnDefinitions"][1]["name"] == "Created At");
  CHECK(table["rows"][0]["cells"][1].get<std::string>().ends_with("Z"));
}

TEST_CASE("OpenAPI describes custom kinds with their own schema") {
  Front front;
  front.ask("GET", "/openapi/v3");
  front.ask("POST", kDefinitions, {}, certificates().dump());
  const json index = front.ask("GET", "/openapi/v3")->body();
  REQUIRE(index["paths"].contains("apis/pki.example.com/v1"));
  const json document = front.ask("GET", "/openapi/v3/apis/pki.example.com/v1")->body();
  const json& schema = document["components"]["schemas"]["com.example.pki.v1.Certificate"];
  CHECK(schema["properties"]["spec"]["properties"]["duration"]["default"] == "2160h");
}

TEST_CASE("a definition that ends takes its objects with it; what a finalizer holds, holds the definition") {
  Defined front(certificates());
  json held = certificate("held");
  held["metadata"]["finalizers"] = {"example.com/hold"};
  front.post(kCertificates, held);
  front.post(kCertificates, certificate("free"));
  const std::string definition = std::string(kDefinitions) + "/certificates.pki.example.com";
  CHECK(front.ask("DELETE", definition)->response.code == 200);
  const json ending = front.ask("GET", definition)->body();
  CHECK(ending["metadata"]["finalizers"] == json({"customresourcecleanup.apiextensions.k8s.io"}));
  CHECK(ending["status"]["conditions"].back()["type"] == "Terminating");
  CHECK(front.ask("GET", kCertificates)->body()["items"].size() == 1);
  CHECK(front.post(kCertificates, certificate("late"))->response.code == 405);
  front.ask("PATCH", std::string(kCertificates) + "/held", {}, R"({"metadata": {"finalizers": null}})",
            "application/merge-patch+json");
  CHECK(front.ask("GET", definition)->response.code == 404);
  CHECK(front.ask("GET", kCertificates)->response.code == 404);
  CHECK(front.ask("POST", kDefinitions, {}, certificates().dump())->response.code == 201);
  CHECK(front.ask("GET", kCertificates)->body()["items"].empty());
}

TEST_CASE("a definition that contradicts itself is refused") {
  Front front;
  const auto fault = [&](const char* pointer, json value) {
    json wanted = certificates();
    wanted[json::json_pointer(pointer)] = std::move(value);
    const auto answer = front.ask("POST", kDefinitions, {}, wanted.dump());
    CHECK(answer->response.code == 422);
    return message_of(*answer);
  };
  CHECK(
      fault("/metadata/name", "other.pki.example.com")
          .find(
              R"(metadata.name: Invalid value: "other.pki.example.com": must be spec.names.plural+"."+spec.group)") !=
      std::string::npos);
  CHECK(fault("/spec/versions/1/storage", false)
            .find("must have exactly one version marked as storage version") != std::string::npos);
  CHECK(fault("/spec/scope", "World").find(R"(spec.scope: Unsupported value: "World")") != std::string::npos);
  CHECK(fault("/spec/conversion", {{"strategy", "Webhook"}}).find("calls no webhooks") != std::string::npos);
  CHECK(fault("/spec/versions/1/schema/openAPIV3Schema/properties/spec/properties/note/type", "")
            .find("note].type: Required value: must not be empty for specified object fields") !=
        std::string::npos);
}

TEST_CASE("names that another definition has are not accepted") {
  Defined front(certificates());
  json other = certificates();
  other["metadata"]["name"] = "certs.pki.example.com";
  other["spec"]["names"] = {{"plural", "certs"}, {"kind", "Certificate"}};
  const auto made = front.ask("POST", kDefinitions, {}, other.dump());
  REQUIRE(made->response.code == 201);
  CHECK(made->body()["status"]["conditions"][0]["reason"] == "ListKindConflict");
  CHECK(made->body()["status"]["conditions"][1]["status"] == "False");
  CHECK(front.ask("GET", "/apis/pki.example.com/v1/namespaces/default/certs")->response.code == 404);
}

TEST_CASE("an API server that begins anew serves what is defined") {
  Defined front(certificates());
  front.post(kCertificates, certificate("web"));
  front.ground.stop_server();
  front.ground.start_server();
  CHECK(front.ask("GET", std::string(kCertificates) + "/web")->response.code == 200);
}
