#include "control-plane/schema/openapi.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/schema/sha512.h"
#include "control-plane/schema/wire_reader.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

json document(std::string_view path) {
  return json::parse(OpenApiV3(served_kinds(kubernetes())).document(path));
}

// Follows a path of field numbers into a protobuf message; every value found there.
std::vector<std::string> inside(std::string_view message, std::vector<std::uint32_t> fields) {
  std::vector<std::string> found;
  WireReader reader(message);
  for (WireValue value; reader.next(value);) {
    if (value.field != fields.front()) continue;
    if (fields.size() == 1) {
      found.emplace_back(value.bytes);
      continue;
    }
    for (std::string& deep : inside(value.bytes, {fields.begin() + 1, fields.end()}))
      found.push_back(std::move(deep));
  }
  REQUIRE_FALSE(reader.broken());
  return found;
}

// The value of an entry of Definitions, Properties or Paths.
std::string entry(std::string_view message, std::vector<std::uint32_t> fields, std::string_view name) {
  for (const std::string& candidate : inside(message, fields)) {
    if (inside(candidate, {1}) == std::vector<std::string>{std::string(name)})
      return inside(candidate, {2}).at(0);
  }
  FAIL("no entry " << name);
  return "";
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void check_references(const json& value, const json& schemas) {
  if (value.is_object() && value.contains("$ref") && value["$ref"].is_string()) {
    const std::string target = value["$ref"];
    INFO(target);
    CHECK(target.starts_with("#/components/schemas/"));
    CHECK(schemas.contains(target.substr(21)));
  }
  if (value.is_structured()) {
    for (const json& member : value) check_references(member, schemas);
  }
}

TEST_CASE("The index names every group version with the hash of its document") {
  const OpenApiV3 api(served_kinds(kubernetes()));
  const json paths = json::parse(api.index())["paths"];
  CHECK(paths.size() == 21);
  for (const auto& [path, entry] : paths.items()) {
    CHECK(api.hash(path).size() == 128);
    CHECK(entry["serverRelativeURL"] == "/openapi/v3/" + path + "?hash=" + std::string(api.hash(path)));
  }
  CHECK(api.hash("apis/nothing/v1").empty());
  CHECK(api.document("apis/nothing/v1").empty());
}

TEST_CASE("Every reference of every document leads to a schema of the same document") {
  const OpenApiV3 api(served_kinds(kubernetes()));
  const json index = json::parse(api.index());
  for (const auto& [path, entry] : index["paths"].items()) {
    const json doc = json::parse(api.document(path));
    check_references(doc, doc["components"]["schemas"]);
  }
}

TEST_CASE("The PATCH of a kind tells kubectl of strategic merge, field validation and dry runs") {
  const json patch =
      document("apis/apps/v1")["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]["patch"];
  CHECK(patch["x-kubernetes-group-version-kind"] ==
        json::parse(R"({"group":"apps","version":"v1","kind":"Deployment"})"));
  for (const char* type : {"application/strategic-merge-patch+json", "application/merge-patch+json",
                           "application/json-patch+json", "application/apply-patch+yaml"}) {
    CHECK(patch["requestBody"]["content"].contains(type));
  }
  std::set<std::string> queries;
  for (const json& parameter : patch["parameters"]) queries.insert(parameter["name"].get<std::string>());
  CHECK(queries == std::set<std::string>{"dryRun", "fieldManager", "fieldValidation", "force"});
}

TEST_CASE("Schemas carry merge keys, list types, kinds and required fields") {
  const json schemas = document("api/v1")["components"]["schemas"];
  const json& container = schemas["io.k8s.api.core.v1.Container"];
  CHECK(container["required"] == json::parse(R"(["name"])"));
  CHECK(container["properties"]["ports"]["x-kubernetes-list-map-keys"] ==
        json::parse(R"(["containerPort","protocol"])"));
  CHECK(container["properties"]["ports"]["x-kubernetes-patch-merge-key"] == "containerPort");
  CHECK(container["properties"]["ports"]["x-kubernetes-patch-strategy"] == "merge");
  CHECK(schemas["io.k8s.api.core.v1.PodSpec"]["properties"]["volumes"]["x-kubernetes-patch-strategy"] ==
        "merge,retainKeys");
  CHECK(schemas["io.k8s.api.core.v1.Pod"]["x-kubernetes-group-version-kind"][0]["kind"] == "Pod");
  CHECK(schemas["io.k8s.api.core.v1.PodList"]["x-kubernetes-group-version-kind"][0]["kind"] == "PodList");
  CHECK(schemas["io.k8s.api.core.v1.PodSpec"]["properties"]["securityContext"]["allOf"][0]["$ref"] ==
        "#/components/schemas/io.k8s.api.core.v1.PodSecurityContext");
  CHECK(schemas["io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"]["x-kubernetes-map-type"] == "atomic");
}

TEST_CASE(
    "A custom kind is described by its own schema, without strategic merge, and changes only its document") {
  Resource resource{"stable.example.com", "v1", "crontabs", "CronTab", "crontab"};
  resource.verbs = {"create", "get", "list", "patch"};
  const json schema = json::parse(
      R"({"type":"object","properties":{"spec":{"type":"object","properties":{"cron":{"type":"string"}}}}})");
  std::vector<ServedKind> kinds = served_kinds(kubernetes());
  const OpenApiV3 before(kinds);
  kinds.push_back({&resource, &schema});
  const OpenApiV3 after(kinds);
  CHECK(after.hash("apis/apps/v1") == before.hash("apis/apps/v1"));
  CHECK(after.index() != before.index());
  const json doc = json::parse(after.document("apis/stable.example.com/v1"));
  const json& described = doc["components"]["schemas"]["com.example.stable.v1.CronTab"];
  CHECK(described["properties"]["spec"] == schema["properties"]["spec"]);
  CHECK(described["x-kubernetes-group-version-kind"][0]["kind"] == "CronTab");
  const json& patch =
      doc["paths"]["/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}"]["patch"];
  CHECK_FALSE(patch["requestBody"]["content"].contains("application/strategic-merge-patch+json"));
  check_references(doc, doc["components"]["schemas"]);

  json changed = schema;
  changed["properties"]["spec"]["properties"]["cron"]["type"] = "integer";
  kinds.back().custom_schema = &changed;
  CHECK(OpenApiV3(kinds).hash("apis/stable.example.com/v1") != after.hash("apis/stable.example.com/v1"));
}

TEST_CASE("The protobuf document says the same: kinds, merge keys and what PATCH takes") {
  const std::string document = openapi_v2(served_kinds(kubernetes()));
  CHECK(inside(document, {1}) == std::vector<std::string>{"2.0"});
  const std::string container = entry(document, {9, 1}, "io.k8s.api.core.v1.Container");
  const std::string ports = entry(container, {25, 1}, "ports");
  CHECK(inside(entry(ports, {31}, "x-kubernetes-patch-merge-key"), {2}).at(0) == "\"containerPort\"");
  CHECK(inside(ports, {22, 1}).at(0) == "array");
  CHECK(inside(ports, {23, 1, 1}).at(0) == "#/definitions/io.k8s.api.core.v1.ContainerPort");
  const std::string path = entry(document, {8, 2}, "/api/v1/namespaces/{namespace}/pods/{name}");
  const std::string patch = inside(path, {8}).at(0);
  CHECK(has(inside(patch, {7}), "application/strategic-merge-patch+json"));
  CHECK(has(inside(patch, {8, 1, 2, 3, 4}), "fieldValidation"));
  CHECK(inside(entry(patch, {13}, "x-kubernetes-group-version-kind"), {2}).at(0) ==
        R"({"group":"","kind":"Pod","version":"v1"})");
}

TEST_CASE("Every reference of the protobuf document leads to one of its definitions") {
  const std::string document = openapi_v2(served_kinds(kubernetes()));
  const std::vector<std::string> names = inside(document, {9, 1, 1});
  const std::set<std::string> known(names.begin(), names.end());
  CHECK(known.size() > 400);
  for (const std::vector<std::uint32_t>& place : std::vector<std::vector<std::uint32_t>>{
           {9, 1, 2, 25, 1, 2, 1}, {9, 1, 2, 25, 1, 2, 23, 1, 1}, {9, 1, 2, 25, 1, 2, 21, 1, 1}}) {
    const auto references = inside(document, place);
    CHECK_FALSE(references.empty());
    for (const std::string& reference : references) {
      INFO(reference);
      CHECK(known.contains(reference.substr(std::string("#/definitions/").size())));
    }
  }
}

TEST_CASE("SHA-512 is written in upper-case hexadecimal") {
  CHECK(sha512_hex("abc") ==
        "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
        "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F");
}

}  // namespace
}  // namespace podium::schema
