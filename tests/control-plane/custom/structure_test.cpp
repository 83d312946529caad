// What Kubernetes refuses of a schema, in its words.
#include <nlohmann/json.hpp>

#include "control-plane/custom/check_schema.h"
#include "control-plane/custom/patterns.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

std::string faults_of(const json& schema) {
  FieldErrors errors;
  custom::check_schema(schema, "s", errors);
  std::string all;
  for (const FieldError& error : errors) all += (all.empty() ? "" : "\n") + error.text();
  return all;
}

// Of a schema with one field of this kind.
std::string faults(const char* field) {
  return faults_of({{"type", "object"}, {"properties", {{"f", json::parse(field)}}}});
}

}  // namespace

TEST_CASE("patterns are RE2's, and what is wrong with one is told as Go tells it") {
  const auto fault = [](const char* pattern) {
    const std::string text = custom::pattern_fault(pattern);
    const std::string prefix = "error parsing regexp: ";
    return text.empty() ? text : text.substr(prefix.size());
  };
  for (const char* good :
       {"", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", R"(^\d{1,3}(\.\d{1,3}){3}$)", "(?i)x|y", "(?P<n>a+)(?:b*?)",
        R"([[:alpha:]\]\w-])", R"(\pL\p{Greek}\x7f\x{10FFFF}\Q*\E)", "a{,3}", "[]a]", "(|)", R"(^[^\s/]+$)"})
    CHECK(fault(good).empty());
  CHECK(fault("[a-") == "missing closing ]: `[a-`");
  CHECK(fault("(a") == "missing closing ): `(a`");
  CHECK(fault("a)b") == "unexpected ): `a)b`");
  CHECK(fault("*a") == "missing argument to repetition operator: `*`");
  CHECK(fault("a**") == "invalid nested repetition operator: `**`");
  CHECK(fault("a{2,1}") == "invalid repeat count: `{2,1}`");
  CHECK(fault("a{1001}") == "invalid repeat count: `{1001}`");
  CHECK(fault("[z-a]") == "invalid character class range: `z-a`");
  CHECK(fault("[[:foo:]]") == "invalid character class range: `[:foo:]`");
  CHECK(fault("(?=a)b") == "invalid or unsupported Perl syntax: `(?=`");
  CHECK(fault(R"((a)\1)") == R"(invalid escape sequence: `\1`)");
  CHECK(fault("a\\") == "trailing backslash at end of expression: ``");
  CHECK(faults(R"json({"type": "string", "pattern": "[a-"})json") ==
        R"(s.properties[f].pattern: Invalid value: "[a-": must be a valid regular expression, but isn't: )"
        "error parsing regexp: missing closing ]: `[a-`");
}

TEST_CASE("of the metadata a schema restricts the names alone") {
  const auto root = [](const char* metadata) {
    return faults_of({{"type", "object"}, {"properties", {{"metadata", json::parse(metadata)}}}});
  };
  CHECK(root(R"json({"type": "object"})json").empty());
  CHECK(root(R"json({"type": "object", "properties": {"name": {"type": "string", "maxLength": 9}}})json")
            .empty());
  CHECK(root(R"json({"type": "object", "properties": {"labels": {"type": "object"}}})json") ==
        "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but "
        "metadata is implicitly specified");
}

TEST_CASE("conditions say nothing of the structure, and speak of fields that are there") {
  CHECK(
      faults(
          R"json({"type": "object", "anyOf": [{"description": "x", "properties": {"a": {"minLength": 1}}}]})json") ==
      "s.properties[f].anyOf[0].description: Forbidden: must be empty to be structural\n"
      "s.properties[f].properties[a]: Required value: because it is defined in "
      "s.properties[f].anyOf[0].properties[a]");
  CHECK(faults(R"json({"type": "string", "not": {"nullable": true}})json") ==
        "s.properties[f].not.nullable: Forbidden: must be false to be structural");
  CHECK(faults(R"json({"x-kubernetes-int-or-string": true,
                       "anyOf": [{"type": "integer"}, {"type": "string"}]})json")
            .empty());
  CHECK(faults(R"json({"x-kubernetes-int-or-string": true,
                       "allOf": [{"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"pattern": "x"}]})json")
            .empty());
}

TEST_CASE("lists are sets of what is a whole, or maps by keys that each element has") {
  CHECK(
      faults(R"json({"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "object"}})json") ==
      "s.properties[f].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list "
      "with "
      "x-kubernetes-list-type=set");
  CHECK(faults(R"json({"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "object",
                       "x-kubernetes-map-type": "atomic"}})json")
            .empty());
  const std::string map =
      R"json({"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": )json";
  const auto keyed = [&](const char* keys, const char* items) {
    return faults((map + keys + R"(, "items": )" + items + "}").c_str());
  };
  const char* item = R"json({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"},
                            "b": {"type": "integer"}, "c": {"type": "array", "items": {"type": "string"}}}})json";
  CHECK(keyed(R"(["a"])", item).empty());
  CHECK(keyed(R"(["a", "a"])", item) ==
        "s.properties[f].x-kubernetes-list-map-keys: Invalid value: []string{\"a\", \"a\"}: must not contain "
        "duplicate entries");
  CHECK(keyed(R"(["x"])", item).find("entries must all be names of item properties") != std::string::npos);
  CHECK(keyed(R"(["b"])", item) ==
        "s.properties[f].items.properties[b].default: Required value: this property is in "
        "x-kubernetes-list-map-keys, so it must have a default or be a required property");
  CHECK(keyed(R"(["c"])", item).find("must be a scalar type if parent array's") != std::string::npos);
}

TEST_CASE("what OpenAPI has and Kubernetes leaves out is refused") {
  CHECK(faults(R"json({"type": "object", "$ref": "#/x"})json") ==
        "s.properties[f].$ref: Forbidden: $ref is not supported");
  CHECK(faults(R"json({"type": "array", "items": [{"type": "string"}]})json") ==
        "s.properties[f].items: Forbidden: items must be a schema object and not an array");
  CHECK(faults(R"json({"type": "text"})json").find(R"(s.properties[f].type: Unsupported value: "text")") ==
        0);
  CHECK(faults_of({{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}) ==
        "s.additionalProperties: Forbidden: must not be used at the root");
}

TEST_CASE("a default has the fields and the values of what it stands for") {
  CHECK(
      faults(
          R"json({"type": "object", "default": {"a": "x"}, "properties": {"b": {"type": "string"}}})json") ==
      R"(s.properties[f].default: Invalid value: map[string]interface {}{"a":"x"}: must not have unknown fields)");
  CHECK(faults(R"json({"type": "array", "default": [1], "items": {"type": "string"}})json")
            .find(R"(s.properties[f].default[0]: Invalid value: "integer")") == 0);
  CHECK(faults_of({{"type", "object"}, {"properties", {{"kind", {{"type", "string"}, {"default", "K"}}}}}}) ==
        "s.properties[kind].default: Forbidden: must not be set in top-level kind");
}

TEST_CASE("a keyword whose value has another type is refused wherever it stands") {
  const std::string fault =
      faults(R"json({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string",
                     "minLength": "one"}}}})json");
  CHECK(fault.find("s.properties[f].items: Invalid value: \"\": ") == 0);
  CHECK(fault.find("minLength") != std::string::npos);
}
