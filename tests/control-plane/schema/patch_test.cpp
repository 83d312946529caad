#include "control-plane/schema/patch.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

TEST_CASE("A JSON patch adds, removes, replaces, moves, copies and tests") {
  json object = json::parse(R"({"metadata":{"labels":{"a":"1"}},"list":[1,2]})");
  CHECK_FALSE(apply_json_patch(object, json::parse(R"([
    {"op":"test","path":"/metadata/labels/a","value":"1"},
    {"op":"add","path":"/metadata/labels/b~1c","value":"2"},
    {"op":"replace","path":"/metadata/labels/a","value":"3"},
    {"op":"add","path":"/list/-","value":9},
    {"op":"remove","path":"/list/0"},
    {"op":"copy","from":"/list","path":"/copy"},
    {"op":"move","from":"/list/0","path":"/first"}])")));
  CHECK(object ==
        json::parse(R"({"metadata":{"labels":{"a":"3","b/c":"2"}},"list":[9],"copy":[2,9],"first":2})"));
}

TEST_CASE("A JSON patch that cannot be applied is a 422 without a reason, and changes nothing") {
  const json before = json::parse(R"({"metadata":{"name":"p"}})");
  // Recorded from a real API server: a failed test, and a remove of what is not there.
  for (
      const char* patch :
      {R"([{"op":"replace","path":"/metadata/name","value":"q"},{"op":"test","path":"/metadata/name","value":"zz"}])",
       R"([{"op":"remove","path":"/metadata/labels/none"}])", R"([{"op":"add","path":"/a/b/c","value":1}])",
       R"([{"op":"dance","path":"/a"}])", R"([{"path":"/a"}])", R"([{"op":"add","path":"a","value":1}])"}) {
    json object = before;
    const PatchError error = apply_json_patch(object, json::parse(patch));
    INFO(patch);
    CHECK(error.code == 422);
    CHECK(error.reason == "Invalid");
    CHECK(error.message == "the server rejected our request due to an error in our request");
    CHECK(object == before);
  }
}

TEST_CASE("What is no JSON patch at all is a 400") {
  json object = json::object();
  CHECK(apply_json_patch(object, json::object()).message ==
        "json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  CHECK(apply_json_patch(object, json::parse("[1]")).code == 400);
  CHECK(apply_json_patch(object, json(10001, json::object())).code == 413);
}

TEST_CASE("A merge patch replaces lists, merges objects and deletes with null") {
  json object = json::parse(R"({"a":{"b":1,"c":2},"l":[1,2],"d":3})");
  CHECK_FALSE(
      apply_merge_patch(object, json::parse(R"({"a":{"b":null,"e":{"f":null,"g":1}},"l":[3],"d":null})")));
  CHECK(object == json::parse(R"({"a":{"c":2,"e":{"g":1}},"l":[3]})"));
  const PatchError error = apply_merge_patch(object, json::parse("[1]"));
  CHECK(error.code == 400);
  CHECK(error.message == "Invalid JSON Patch");
}

TEST_CASE("The content type says the kind of patch") {
  CHECK(patch_kind("application/json-patch+json") == PatchKind::kJson);
  CHECK(patch_kind("application/merge-patch+json; charset=utf-8") == PatchKind::kMerge);
  CHECK(patch_kind("application/strategic-merge-patch+json") == PatchKind::kStrategic);
  CHECK_FALSE(patch_kind("application/apply-patch+yaml"));
  CHECK_FALSE(patch_kind("application/json"));
}

TEST_CASE("A patch must be JSON, and its duplicate fields are told with their paths") {
  json patch;
  std::vector<std::string> problems;
  CHECK(parse_patch(PatchKind::kMerge, "{", patch, problems).message ==
        "error decoding patch: unexpected end of JSON input");
  CHECK(parse_patch(PatchKind::kStrategic, "{", patch, problems).message == "unexpected end of JSON input");
  CHECK_FALSE(
      parse_patch(PatchKind::kMerge, R"({"a":{"b":1,"b":null},"l":[{"x":1,"x":2}]})", patch, problems));
  CHECK(patch == json::parse(R"({"a":{"b":null},"l":[{"x":2}]})"));
  CHECK(problems == std::vector<std::string>{"duplicate field \"a.b\"", "duplicate field \"l[0].x\""});
  problems.clear();
  CHECK_FALSE(parse_patch(PatchKind::kJson, R"([{"op":"test","op":"add"}])", patch, problems));
  CHECK(problems == std::vector<std::string>{"json patch duplicate field \"[0].op\""});
}

TEST_CASE("A patched object that is none of its kind is told with its text, or with the strategic patch") {
  const Type& type = *kubernetes().find_type("apps/v1.Deployment");
  for (const PatchKind kind : {PatchKind::kMerge, PatchKind::kStrategic}) {
    json object = json::parse(R"({"spec":{"replicas":1}})"), decoded;
    const json patch = json::parse(R"({"spec":{"replicas":"x"}})");
    REQUIRE_FALSE(apply_patch(kind, type, object, patch));
    const PatchError error =
        patch_invalid(kind, patch, object, decode_patched(kind, type, object, decoded).error);
    CHECK(error.code == 422);
    CHECK(error.message ==
          (kind == PatchKind::kMerge
               ? " \"\" is invalid: patch: Invalid value: \"{\\\"spec\\\":{\\\"replicas\\\":\\\"x\\\"}}\": "
                 "json: cannot "
                 "unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"
               : " \"\" is invalid: patch: Invalid value: \"map[spec:map[replicas:x]]\": unrecognized type: "
                 "int32"));
  }
}

TEST_CASE("What a strategic patch made is judged in the words of upstream's converter") {
  const auto error = [](std::string_view text) {
    json object;
    return decode_patched(PatchKind::kStrategic, *kubernetes().find_type("core/v1.Pod"), json::parse(text),
                          object)
        .error;
  };
  CHECK(error(R"({"metadata":{"labels":{"a":1}}})") == "cannot convert int64 to string");
  CHECK(error(R"({"spec":{"containers":{}}})") == "cannot restore slice from map");
  CHECK(error(R"({"spec":{"nodeSelector":[]}})") == "cannot restore map from slice");
  CHECK(error(R"({"spec":"x"})") == "cannot restore struct from: string");
  CHECK(error(R"({"spec":{"hostNetwork":"yes"}})") == "unrecognized type: bool");
  CHECK(error(R"({"spec":{"priority":7}})") == "");
}

}  // namespace
}  // namespace podium::schema
