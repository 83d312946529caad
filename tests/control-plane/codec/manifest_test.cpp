#include "control-plane/codec/manifest.h"

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("A manifest's documents and lists become objects with their origins") {
  const Manifests manifests = read_manifests(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
      "---\n"
      "apiVersion: v1\nkind: List\nitems:\n"
      "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n"
      "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: c}\n",
      "web.yaml");
  REQUIRE(manifests.error.empty());
  REQUIRE(manifests.objects.size() == 3);
  CHECK(is<Pod>(*manifests.objects[0]));
  CHECK(is<Deployment>(*manifests.objects[2]));
  CHECK(manifests.objects[2]->metadata.name == "c");
  CHECK(manifests.origins == std::vector<std::string>{"web.yaml:1", "web.yaml:8", "web.yaml:11"});
}

TEST_CASE("Mistakes name file, line, document, object, field and what was expected") {
  const Manifests manifests = read_manifests(
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replica: 3\n"
      "---\n"
      "apiVersion: v1\nkind: Pot\nmetadata: {name: x}\n"
      "---\n"
      "kind: Pod\n",
      "web.yaml");
  CHECK(manifests.objects.empty());
  CHECK(manifests.error.find("web.yaml:5: document 1: Deployment \"web\": unknown field \"spec.replica\"") !=
        std::string::npos);
  CHECK(
      manifests.error.find("document 2: no matches for kind \"Pot\" in version \"v1\": expected one of: ") !=
      std::string::npos);
  CHECK(manifests.error.find("document 3: apiVersion is missing") != std::string::npos);
}

TEST_CASE("A name that YAML takes for something else is a mistake like others") {
  const Manifests read = read_manifests("apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n", "f.yaml");
  CHECK(read.objects.empty());
  CHECK(read.error.find("f.yaml:1: document 1: Namespace \"?\": ") == 0);
}

TEST_CASE("A value of the wrong type is found before anything is made of it") {
  const Manifests manifests =
      read_manifests("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: x\n", "web.yaml");
  CHECK(manifests.objects.empty());
  CHECK(manifests.error.find("cannot unmarshal string") != std::string::npos);
}
