// Custom objects in manifests, behind their definition.
#include "control-plane/custom/manifest_kinds.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

using namespace podium;

namespace {

const std::string kDefinition = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.ship.example.com}
spec:
  group: ship.example.com
  scope: Namespaced
  names: {plural: boats, kind: Boat}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {oars: {type: integer}}}}}}
  - name: v2
    served: true
    storage: false
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
)";

Manifests read(const std::string& text) {
  return read_manifests(text, "boats.yaml", std::make_shared<custom::ManifestKinds>());
}

std::string boat(const char* version, const char* spec) {
  return std::string("apiVersion: ship.example.com/") + version +
         "\nkind: Boat\nmetadata: {name: a}\nspec: " + spec + "\n---\n";
}

}  // namespace

TEST_CASE("objects of a kind that is defined before them are read, in any of its versions") {
  const Manifests manifests = read(kDefinition + boat("v1", "{oars: 2}") + boat("v2", "{sails: 1}"));
  CHECK(manifests.error.empty());
  REQUIRE(manifests.objects.size() == 3);
  const auto& second = static_cast<const Generic&>(*manifests.objects[2]);
  CHECK(second.body.json()["spec"]["sails"] == 1);
  CHECK(second.kind().api_version == "ship.example.com/v1");
}

TEST_CASE("a kind that nothing before defines is a mistake, and so is a field that it does not have") {
  const std::string error =
      read(boat("v1", "{}") + kDefinition + boat("v1", "{sails: 1}") + boat("v3", "{}")).error;
  CHECK(error.find("boats.yaml:1: document 1: no matches for kind \"Boat\" in version "
                   "\"ship.example.com/v1\": expected one of: ") == 0);
  CHECK(error.find(", or a kind that a CustomResourceDefinition before it defines\n") != std::string::npos);
  CHECK(error.find("document 3: Boat \"a\": unknown field \"spec.sails\"") != std::string::npos);
  CHECK(error.find("document 4: no matches for kind \"Boat\" in version \"ship.example.com/v3\"") !=
        std::string::npos);
}

TEST_CASE("a definition that no server would take is a mistake in its manifest") {
  std::string text = kDefinition;
  text.replace(text.find("boats.ship"), 5, "ships");
  CHECK(read(text).error.find(
            "document 1: CustomResourceDefinition \"ships.ship.example.com\": metadata.name: Invalid "
            "value") != std::string::npos);
}

TEST_CASE("an object becomes one of the kind that a cluster has under its names, or of none") {
  const Manifests manifests = read(kDefinition + boat("v1", "{oars: 2}"));
  custom::Catalogue catalogue;
  CHECK_FALSE(custom::rebound(manifests.objects[1], catalogue));
  CHECK(custom::rebound(manifests.objects[0], catalogue) == manifests.objects[0]);
}
