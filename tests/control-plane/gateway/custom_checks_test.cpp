// What is refused of a CustomResourceDefinition, and what its writer is told, as a client of HTTP meets it.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

json boats() {
  return json::parse(R"json({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
  "metadata": {"name": "boats.ship.example.com"}, "spec": {
    "group": "ship.example.com", "scope": "Namespaced", "names": {"plural": "boats", "kind": "Boat"},
    "versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object", "properties": {
        "spec": {"type": "object", "properties": {"oars": {"type": "integer"}, "crew": {"type": "object"}}}}}}}]}})json");
}

struct Yard : Front {
  std::string refusal(const json& definition) {
    const auto answer = ask("POST", kDefinitions, {}, definition.dump());
    CHECK(answer->response.code == 422);
    const std::string message = answer->body().value("message", "");
    const std::string prefix = "CustomResourceDefinition.apiextensions.k8s.io \"" +
                               definition["metadata"]["name"].get<std::string>() + "\" is invalid: ";
    return message.substr(std::min(prefix.size(), message.size()));
  }
  // With one part of the only version changed.
  std::string fault(const char* part, json value) {
    json definition = boats();
    definition["spec"]["versions"][0][part] = std::move(value);
    return refusal(definition);
  }
};

std::string warning_of(const Answer& answer) {
  for (const auto& [name, value] : answer.response.headers) {
    if (name == "Warning") return value;
  }
  return "";
}

}  // namespace

TEST_CASE("what all versions of a definition have alike is named as a part of the whole") {
  Yard yard;
  json definition = boats();
  json& versions = definition["spec"]["versions"];
  versions[0]["schema"]["openAPIV3Schema"]["properties"]["spec"].erase("type");
  const std::string rest =
      ".openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields";
  CHECK(yard.refusal(definition) == "spec.validation" + rest);
  versions.push_back(boats()["spec"]["versions"][0]);
  versions[1]["name"] = "v2";
  versions[1]["storage"] = false;
  CHECK(yard.refusal(definition) == "spec.versions[0].schema" + rest);
}

TEST_CASE("columns have a name, a type and a simple path") {
  Yard yard;
  CHECK(
      yard.fault("additionalPrinterColumns",
                 {{{"name", "Oars"}, {"type", "text"}, {"jsonPath", ".spec.oars"}}}) ==
      R"(spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string)");
  CHECK(
      yard.fault("additionalPrinterColumns",
                 {{{"name", "Oars"}, {"type", "integer"}, {"jsonPath", "spec.oars"}}}) ==
      R"(spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.oars": must be a simple json path starting with .)");
}

TEST_CASE("the paths of a scale lead into spec and status") {
  Yard yard;
  json scale = {{"specReplicasPath", ".spec.oars"},
                {"statusReplicasPath", ".spec.oars"},
                {"labelSelectorPath", ".oars"}};
  CHECK(
      yard.fault("subresources", {{"scale", scale}}) ==
      R"([spec.subresources.scale.statusReplicasPath: Invalid value: ".spec.oars": should be a json path under .status, )"
      R"(spec.subresources.scale.labelSelectorPath: Invalid value: ".oars": should be a json path under either .spec or .status])");
}

TEST_CASE("objects are selected by scalar fields of the schema alone") {
  Yard yard;
  const auto fault = [&](const char* path) {
    std::string text = yard.fault("selectableFields", {{{"jsonPath", path}}});
    const std::string prefix =
        std::string("spec.selectableFields[0].jsonPath: Invalid value: \"") + path + "\": ";
    return text.substr(std::min(prefix.size(), text.size()));
  };
  CHECK(fault(".spec.sails") == "is an invalid path: does not refer to a valid field");
  CHECK(fault("spec.oars") == "is an invalid path: expected [ or . but got: spec");
  CHECK(fault(".spec[0]") == "is an invalid path: array notation is not allowed");
  CHECK(fault(".spec.crew") ==
        "must point to a field of type string, boolean or integer. Enum string fields and strings with "
        "formats are allowed.");
}

TEST_CASE("a warning is for deprecated versions") {
  Yard yard;
  CHECK(
      yard.fault("deprecationWarning", "use v2") ==
      R"(spec.versions[0].deprecationWarning: Invalid value: "use v2": can only be set for deprecated versions)");
}

TEST_CASE("groups of the Kubernetes project need an approval") {
  Yard yard;
  json definition = boats();
  definition["metadata"]["name"] = "boats.ship.k8s.io";
  definition["spec"]["group"] = "ship.k8s.io";
  CHECK(
      yard.refusal(definition) ==
      R"(metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation )"
      R"("api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111)");
  definition["metadata"]["annotations"]["api-approved.kubernetes.io"] = "yes";
  CHECK(yard.refusal(definition).find("with either a URL or a reason starting with \"unapproved\"") !=
        std::string::npos);
  definition["metadata"]["annotations"]["api-approved.kubernetes.io"] = "unapproved, a test";
  CHECK(yard.ask("POST", kDefinitions, {}, definition.dump())->response.code == 201);
}

TEST_CASE("the version that objects may be stored in stays, and so do scope and kind") {
  Yard yard;
  REQUIRE(yard.ask("POST", kDefinitions, {}, boats().dump())->response.code == 201);
  const auto patched = [&](const char* patch) {
    const auto answer = yard.ask("PATCH", std::string(kDefinitions) + "/boats.ship.example.com", {}, patch,
                                 "application/merge-patch+json");
    CHECK(answer->response.code == 422);
    return answer->body().value("message", "");
  };
  json versions = boats()["spec"]["versions"];
  versions[0]["name"] = "v2";
  CHECK(
      patched(json({{"spec", {{"versions", versions}}}}).dump().c_str())
          .find(
              R"(status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously)") !=
      std::string::npos);
  CHECK(patched(R"({"spec": {"scope": "Cluster"}})")
            .find(R"(spec.scope: Invalid value: "Cluster": field is immutable)") != std::string::npos);
}

TEST_CASE("whoever writes rules is told that they are not evaluated, however he writes them") {
  Yard yard;
  const std::string boat = std::string(kDefinitions) + "/boats.ship.example.com";
  const auto told = [&](const Answer& answer) {
    return warning_of(answer).find("not evaluated") != std::string::npos;
  };
  CHECK(!told(*yard.ask("POST", kDefinitions, {}, boats().dump())));
  json definition = boats();
  definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
            ["x-kubernetes-validations"] = {{{"rule", "self.oars > 0"}}};
  CHECK(told(*yard.ask("PATCH", boat, {}, json({{"spec", definition["spec"]}}).dump(),
                       "application/merge-patch+json")));
  CHECK(told(*yard.ask("PUT", boat, {}, [&] {
    definition["metadata"] = yard.ask("GET", boat)->body()["metadata"];
    definition["metadata"]["labels"]["a"] = "b";
    return definition.dump();
  }())));
  CHECK(!told(*yard.ask("GET", boat)));
  CHECK(!told(*yard.ask("DELETE", boat)));
}
