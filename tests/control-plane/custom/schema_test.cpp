// Structural schemas: what they keep, fill in and refuse.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/catalogue.h"
#include "control-plane/custom/check_schema.h"
#include "control-plane/custom/definition.h"
#include "control-plane/custom/patterns.h"
#include "control-plane/custom/prune.h"
#include "control-plane/custom/validate.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

json with_spec(const json& spec) { return {{"type", "object"}, {"properties", {{"spec", spec}}}}; }

std::string first_fault(const json& spec, const json& value) {
  const FieldErrors errors = custom::validate(with_spec(spec), {{"spec", value}});
  return errors.empty() ? "" : errors[0].text();
}

}  // namespace

TEST_CASE("versions are preferred as Kubernetes ranks them") {
  std::vector<std::string> versions = {"foo1", "v1beta1", "v10", "v2", "v1alpha2", "v1", "v2beta1", "bar"};
  std::sort(versions.begin(), versions.end(), &custom::version_before);
  CHECK(versions ==
        std::vector<std::string>{"v10", "v2", "v1", "v2beta1", "v1beta1", "v1alpha2", "bar", "foo1"});
}

TEST_CASE("unknown fields are pruned, except where they are preserved") {
  const json schema = with_spec(json::parse(R"json({"type": "object", "properties": {
      "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
      "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {"type": "string"}}}},
      "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}}})json"));
  json object =
      json::parse(R"json({"apiVersion": "v1", "kind": "K", "metadata": {"name": "n"}, "top": 1, "spec": {
      "free": {"x": 1}, "map": {"k": {"a": "b", "c": 1}}, "list": [{"a": "b"}, {"d": 1}]}})json");
  std::vector<std::string> unknown;
  custom::prune(schema, object, unknown);
  CHECK(unknown == std::vector<std::string>{R"(unknown field "spec.list[1].d")",
                                            R"(unknown field "spec.map.k.c")", R"(unknown field "top")"});
  CHECK(object["spec"]["free"]["x"] == 1);
  CHECK(object["metadata"]["name"] == "n");
}

TEST_CASE("defaults fill what is absent, and what is null where that is not allowed") {
  const json schema = with_spec(json::parse(R"json({"type": "object", "properties": {
      "a": {"type": "string", "default": "x"}, "b": {"type": "string", "default": "y", "nullable": true},
      "c": {"type": "object", "default": {}, "properties": {"d": {"type": "integer", "default": 7}}}}})json"));
  json object = json::parse(R"({"spec": {"a": null, "b": null}})");
  custom::set_defaults(schema, object);
  CHECK(object["spec"] == json::parse(R"({"a": "x", "b": null, "c": {"d": 7}})"));
}

TEST_CASE("values are held against the schema in the words of Kubernetes' validator") {
  CHECK(first_fault({{"type", "integer"}, {"multipleOf", 2}}, 5) ==
        "spec: Invalid value: 5: spec in body should be a multiple of 2");
  CHECK(first_fault({{"type", "number"}, {"maximum", 1.5}, {"exclusiveMaximum", true}}, 1.5) ==
        "spec: Invalid value: 1.5: spec in body should be less than 1.5");
  CHECK(first_fault({{"type", "string"}, {"minLength", 2}}, "x") ==
        R"(spec: Invalid value: "x": spec in body should be at least 2 chars long)");
  CHECK(first_fault({{"type", "array"}, {"maxItems", 1}, {"items", {{"type", "integer"}}}}, {1, 2}) ==
        "spec: Too many: 2: must have at most 1 item");
  CHECK(first_fault({{"x-kubernetes-int-or-string", true}}, true) ==
        R"(spec: Invalid value: "boolean": spec in body must be of type integer,string: "boolean")");
  CHECK(first_fault({{"type", "string"}, {"format", "date-time"}}, "soon") ==
        R"(spec: Invalid value: "soon": spec in body must be of type date-time: "soon")");
  CHECK(first_fault({{"type", "string"}, {"nullable", true}}, nullptr).empty());
  CHECK(first_fault({{"type", "integer"}}, 2.0).empty());
}

TEST_CASE("a text of any length is held against a pattern, in time that grows with it alone") {
  const std::string long_text(100'000, 'a');
  CHECK(custom::matches_pattern(long_text, "^[a-z-]+$"));
  CHECK(!custom::matches_pattern(long_text + "!", "^([a-z]|-)+$"));
  CHECK(!custom::matches_pattern(std::string(40, 'a') + "!", "^(a+)+$"));
}

TEST_CASE("of oneOf exactly one schema fits") {
  const json spec =
      json::parse(R"json({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
      "oneOf": [{"required": ["a"]}, {"required": ["b"]}]})json");
  CHECK(first_fault(spec, {{"a", "x"}}).empty());
  CHECK(first_fault(spec, json::object()) ==
        R"(spec: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid)");
  CHECK(first_fault(spec, {{"a", "x"}, {"b", "y"}}).find("Found 2 valid alternatives") != std::string::npos);
}

TEST_CASE("a schema that is not structural is refused") {
  const auto fault = [](const json& spec) {
    FieldErrors errors;
    custom::check_schema(with_spec(spec), "s", errors);
    return errors.empty() ? std::string() : errors[0].text();
  };
  CHECK(fault({{"type", "string"}}).empty());
  CHECK(fault({{"description", "x"}}) ==
        "s.properties[spec].type: Required value: must not be empty for specified object fields");
  CHECK(fault({{"type", "array"}}) == "s.properties[spec].items: Required value: must be specified");
  CHECK(fault({{"type", "object"}, {"anyOf", {{{"type", "object"}}}}}) ==
        "s.properties[spec].anyOf[0].type: Forbidden: must be empty to be structural");
  CHECK(fault({{"type", "integer"}, {"default", "x"}}).find("s.properties[spec].default") == 0);
}

TEST_CASE("a definition that is not valid, as an older store may hold, defines nothing") {
  custom::Catalogue catalogue;
  Generic crd(*find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"));
  crd.metadata.name = "things.example.com";
  catalogue.take(crd);
  crd.body = Tree(json::parse(R"json({"spec": {"group": "example.com", "scope": "Cluster",
      "names": {"plural": "things", "kind": "Thing"}, "versions": [{"name": "v1", "served": true}]}})json"));
  catalogue.take(crd);
  catalogue.forget(crd);
  CHECK(catalogue.kinds().empty());
}
