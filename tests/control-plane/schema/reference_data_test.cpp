// The table and the decoder against what a real API server published and answered. The data is not part of
// the repository; without it these tests say so and pass.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

// Null if the data is absent.
json reference(const std::string& name) {
  const std::filesystem::path path = std::filesystem::path("../shared/data/apiserver_reference") / name;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is absent");
    return nullptr;
  }
  std::ifstream file(path);
  return json::parse(file);
}

const char* list_name(ListKind kind) {
  return kind == ListKind::kAtomic ? "atomic"
         : kind == ListKind::kSet  ? "set"
         : kind == ListKind::kMap  ? "map"
                                   : "";
}

std::string strategy(const Field& field) {
  std::string text = field.merge ? "merge" : field.replace ? "replace" : "";
  if (field.retain_keys) text += text.empty() ? "retainKeys" : ",retainKeys";
  return text;
}

const char* json_type(Shape shape) {
  switch (shape) {
    case Shape::kString:
    case Shape::kBytes: return "string";
    case Shape::kBool: return "boolean";
    case Shape::kInt32:
    case Shape::kInt64: return "integer";
    case Shape::kDouble: return "number";
    case Shape::kList: return "array";
    case Shape::kMap: return "object";
    default: return "";  // a reference
  }
}

void compare(const Field& field, const json& published) {
  CHECK(published.value("type", "") == json_type(field.type->shape));
  const bool map = field.type->shape == Shape::kMap || field.granular;
  CHECK(published.value(map ? "x-kubernetes-map-type" : "x-kubernetes-list-type", "") ==
        (field.granular ? "granular" : list_name(field.list)));
  CHECK(published.value("x-kubernetes-list-map-keys", std::vector<std::string>{}) == field.keys);
  CHECK(published.value("x-kubernetes-patch-merge-key", "") == field.merge_key);
  CHECK(published.value("x-kubernetes-patch-strategy", "") == strategy(field));
  if (field.type->shape == Shape::kStruct && published.contains("$ref")) {
    CHECK(published["$ref"] == "#/definitions/" + field.type->openapi_name);
  }
}

TEST_CASE("Every type has the fields, lists, keys and strategies that Kubernetes 1.33 publishes") {
  const json published = reference("schema-1.33.json");
  if (published.is_null()) return;
  int compared = 0;
  for (const auto& [name, type] : kubernetes().types()) {
    const auto at = published["definitions"].find(type->openapi_name);
    if (at == published["definitions"].end() || type->shape != Shape::kStruct) continue;
    ++compared;
    INFO(name);
    CHECK((at->value("x-kubernetes-map-type", "") == "atomic") == type->atomic);
    const json properties = at->value("properties", json::object());
    CHECK(properties.size() == type->fields.size());
    const auto required = at->value("required", std::vector<std::string>{});
    const std::set<std::string> needed(required.begin(), required.end());
    for (const Field& field : type->fields) {
      INFO(field.name);
      REQUIRE(properties.contains(field.name));
      CHECK(needed.contains(field.name) == field.required);
      compare(field, properties[field.name]);
    }
  }
  CHECK(compared > 400);
}

TEST_CASE("Every field has the protobuf number, pointer and omitempty of Kubernetes 1.33") {
  const json published = reference("protobuf-fields-1.33.json");
  if (published.is_null()) return;
  int compared = 0;
  for (const auto& [name, type] : kubernetes().types()) {
    const auto at = published.find(name);
    if (at == published.end() || !at->is_object()) continue;
    INFO(name);
    CHECK(at->size() == type->wire.size());
    for (const WireField& wire : type->wire) {
      ++compared;
      const json& known = at->at(std::to_string(wire.number));
      const std::string go_type = known["type"];
      INFO(known.dump());
      if (wire.inlined) {
        CHECK(go_type == wire.inlined->name);
        continue;
      }
      CHECK(known["json"] == wire.field->name);
      CHECK(known.value("omitempty", false) == wire.field->omit_empty);
      CHECK(go_type.starts_with("*") == wire.field->pointer);
    }
  }
  CHECK(compared > 1500);
}

TEST_CASE("Every object that a real API server answered with is read without a loss") {
  const json samples = reference("sample-responses.json");
  if (samples.is_null()) return;
  int read = 0;
  for (const json& sample : samples) {
    const json& body = sample["body"];
    if (!body.is_object() || !body.contains("kind") || !body.contains("apiVersion")) continue;
    const std::string api = body["apiVersion"], kind = body["kind"];
    const auto slash = api.find('/');
    const Type* type =
        kubernetes().find_type(slash == api.npos ? "" : api.substr(0, slash), api.substr(slash + 1), kind);
    if (!type) continue;  // lists, and what only newer servers know
    ++read;
    INFO(sample["name"] << ": " << body.dump());
    json object;
    const Decoding decoding = decode_text(*type, body.dump(), object);
    CHECK(decoding.error == "");
    CHECK(decoding.problems == std::vector<std::string>{});
  }
  CHECK(read > 40);
}

TEST_CASE("Every object that kubectl 1.33 sent as JSON is read without a loss") {
  const std::filesystem::path path = "../shared/data/apiserver_reference/kubectl-1.33-requests.txt";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is absent");
    return;
  }
  std::ifstream file(path);
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    const auto start = line.find("body: {\"");
    if (start == line.npos) continue;
    std::string text = line.substr(start + 6);
    if (text.ends_with("\\n")) text.resize(text.size() - 2);
    const json body = json::parse(text, nullptr, false);
    if (body.is_discarded() || !body.contains("kind") || !body.contains("apiVersion"))
      continue;  // cut short, or a patch
    const std::string api = body["apiVersion"];
    const auto slash = api.find('/');
    const Type* type = kubernetes().find_type(slash == api.npos ? "" : api.substr(0, slash),
                                              api.substr(slash + 1), body["kind"].get<std::string>());
    if (!type) continue;  // a custom kind
    ++read;
    INFO(text);
    json object;
    const Decoding decoding = decode_text(*type, text, object);
    CHECK(decoding.error == "");
    CHECK(decoding.problems == std::vector<std::string>{});
  }
  CHECK(read > 20);
}

TEST_CASE("Every strict decoding error that a real API server gave is ours, word for word") {
  const json samples = reference("sample-responses.json");
  if (samples.is_null()) return;
  int compared = 0;
  for (const json& sample : samples) {
    const std::string message = sample["body"].is_object() ? sample["body"].value("message", "") : "";
    if (!message.starts_with("Pod in version \"v1\" cannot be handled as a Pod")) continue;
    ++compared;
    json object;
    const Type& pod = *kubernetes().find_type("core/v1.Pod");
    const Decoding decoding = decode_text(pod, sample["req"][3].get<std::string>(), object);
    CHECK(cannot_handle("Pod", "v1", decoding.ok() ? strict_error(decoding.problems) : decoding.error) ==
          message);
  }
  CHECK(compared >= 2);
}

TEST_CASE("Every resource is served as a real API server serves it") {
  int compared = 0;
  for (const char* name : {"aggregated-api.json", "aggregated-apis.json"}) {
    const json discovery = reference(name);
    if (discovery.is_null()) return;
    for (const json& group : discovery["items"]) {
      for (const json& version : group["versions"]) {
        for (const json& published : version["resources"]) {
          const std::string of = group["metadata"].value("name", "");
          const Resource* ours = kubernetes().find_resource(of, version["version"].get<std::string>(),
                                                            published["resource"].get<std::string>());
          if (!ours) continue;  // newer than 1.33, or of a group that we do not serve
          ++compared;
          INFO(published.dump());
          CHECK(ours->kind == published["responseKind"]["kind"]);
          CHECK(ours->namespaced == (published["scope"] == "Namespaced"));
          CHECK(json(ours->verbs) == published["verbs"]);
          CHECK(json(ours->short_names) == published.value("shortNames", json::array()));
          CHECK(json(ours->categories) == published.value("categories", json::array()));
          CHECK(ours->subresources.size() == published.value("subresources", json::array()).size());
        }
      }
    }
  }
  CHECK(compared > 55);
}

}  // namespace
}  // namespace podium::schema
