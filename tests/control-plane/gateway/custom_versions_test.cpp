// What differs between the versions of a custom kind, as a client of HTTP meets it.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const char* const kStored = "/apis/ship.example.com/v1/namespaces/default/boats";
const char* const kOther = "/apis/ship.example.com/v1beta1/namespaces/default/boats";
const char* const kTable = "application/json;as=Table;v=v1;g=meta.k8s.io";

// The stored version has columns, a scale and a field to select by; the other, which is deprecated, has none.
const char* const kDefinition = R"json({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
  "metadata": {"name": "boats.ship.example.com"}, "spec": {
    "group": "ship.example.com", "scope": "Namespaced",
    "names": {"plural": "boats", "kind": "Boat", "listKind": "Fleet"},
    "versions": [
     {"name": "v1", "served": true, "storage": true, "selectableFields": [{"jsonPath": ".spec.oars"}],
      "subresources": {"scale": {"specReplicasPath": ".spec.oars", "statusReplicasPath": ".status.oars"}},
      "additionalPrinterColumns": [{"name": "Oars", "type": "integer", "jsonPath": ".spec.oars"}],
      "schema": {"openAPIV3Schema": {"type": "object", "properties": {
        "spec": {"type": "object", "properties": {"oars": {"type": "integer"}}}}}}},
     {"name": "v1beta1", "served": true, "storage": false, "deprecated": true,
      "schema": {"openAPIV3Schema": {"type": "object", "properties": {
        "spec": {"type": "object", "properties": {"oars": {"type": "integer"}}}}}}}]}})json";

struct Harbour : Front {
  Harbour() {
    REQUIRE(ask("POST", kDefinitions, {}, kDefinition)->response.code == 201);
    const json boat = {{"apiVersion", "ship.example.com/v1"},
                       {"kind", "Boat"},
                       {"metadata", {{"name", "a"}}},
                       {"spec", {{"oars", 3}}}};
    REQUIRE(ask("POST", kStored, {}, boat.dump())->response.code == 201);
  }
  int code(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    return ask("GET", path, std::move(query))->response.code;
  }
  std::string warning(const std::string& path) {
    const auto answer = ask("GET", path);
    for (const auto& [name, value] : answer->response.headers) {
      if (name == "Warning") return value;
    }
    return "";
  }
  json second_column(const std::string& path) {
    return ask("GET", path, {}, "", "application/json", kTable)->body()["columnDefinitions"][1]["name"];
  }
};

}  // namespace

TEST_CASE("columns and scale and selectable fields are those of the version that is asked for") {
  Harbour front;
  CHECK(front.second_column(kStored) == "Oars");
  CHECK(front.second_column(kOther) == "Age");
  CHECK(front.code(std::string(kStored) + "/a/scale") == 200);
  CHECK(front.code(std::string(kOther) + "/a/scale") == 404);
  CHECK(front.code(kStored, {{"fieldSelector", "spec.oars=3"}}) == 200);
  CHECK(front.code(kOther, {{"fieldSelector", "spec.oars=3"}}) == 400);
}

TEST_CASE("a list of custom objects has the kind that the definition names") {
  Harbour front;
  CHECK(front.ask("GET", kStored)->body()["kind"] == "Fleet");
  CHECK(front.ask("GET", kOther)->body()["kind"] == "Fleet");
}

TEST_CASE("whoever uses a deprecated version is told so, be the answer good or bad") {
  Harbour front;
  const std::string told = R"(299 - "ship.example.com/v1beta1 Boat is deprecated")";
  CHECK(front.warning(kOther) == told);
  CHECK(front.warning(std::string(kOther) + "/none") == told);
  CHECK(front.warning(kStored).empty());
}

TEST_CASE(
    "a custom kind is applied in any of its versions, and an owner speaks the version that he applied in") {
  Harbour front;
  const auto apply = [&](const char* where, const char* version, const char* manager, const json& spec) {
    const json config = {{"apiVersion", std::string("ship.example.com/") + version},
                         {"kind", "Boat"},
                         {"metadata", {{"name", "b"}}},
                         {"spec", spec}};
    return front.ask("PATCH", std::string(where) + "/b", {{"fieldManager", manager}}, config.dump(),
                     "application/apply-patch+yaml");
  };
  const auto made = apply(kOther, "v1beta1", "one", {{"oars", 3}});
  REQUIRE(made->response.code == 201);
  CHECK(made->body()["apiVersion"] == "ship.example.com/v1beta1");
  const json owner = front.ask("GET", std::string(kStored) + "/b")->body()["metadata"]["managedFields"][0];
  CHECK(owner["apiVersion"] == "ship.example.com/v1beta1");
  CHECK(owner["fieldsV1"]["f:spec"].contains("f:oars"));
  const auto refused = apply(kStored, "v1", "two", {{"oars", 4}});
  CHECK(refused->response.code == 409);
  CHECK(refused->body()["message"] == "Apply failed with 1 conflict: conflict with \"one\": .spec.oars");
  // Who applies anew in another version gives up what he does not name any more.
  const auto moved = apply(kStored, "v1", "one", json::object());
  REQUIRE(moved->response.code == 200);
  CHECK_FALSE(moved->body()["spec"].contains("oars"));
  CHECK(moved->body()["metadata"]["managedFields"][0]["apiVersion"] == "ship.example.com/v1");
}
