// The rules are those of Kubernetes' documentation of strategic merge patch.
#include <nlohmann/json.hpp>

#include "control-plane/schema/patch.h"
#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

json patched(std::string_view type, std::string_view object, std::string_view patch) {
  json tree = json::parse(object);
  const PatchError error =
      apply_strategic_merge_patch(*kubernetes().find_type(type), tree, json::parse(patch));
  INFO(error.message);
  REQUIRE_FALSE(error);
  return tree;
}

PatchError refused(std::string_view type, std::string_view object, std::string_view patch) {
  json tree = json::parse(object);
  const json before = tree;
  const PatchError error =
      apply_strategic_merge_patch(*kubernetes().find_type(type), tree, json::parse(patch));
  CHECK(error);
  CHECK(tree == before);
  return error;
}

const char* const kPodSpec = "core/v1.PodSpec";

TEST_CASE("Containers are merged by name: a known one is changed, a new one comes first") {
  CHECK(
      patched(kPodSpec, R"({"containers":[{"name":"a","image":"1","tty":true},{"name":"b","image":"2"}]})",
              R"({"containers":[{"name":"b","image":"3"},{"name":"c","image":"4"}]})") ==
      json::parse(
          R"({"containers":[{"name":"a","image":"1","tty":true},{"name":"b","image":"3"},{"name":"c","image":"4"}]})"));
  CHECK(patched(kPodSpec, R"({"containers":[{"name":"a","image":"1"}]})",
                R"({"containers":[{"name":"n","image":"2"}]})") ==
        json::parse(R"({"containers":[{"name":"n","image":"2"},{"name":"a","image":"1"}]})"));
}

TEST_CASE("Lists inside merged elements are merged by their own keys") {
  CHECK(
      patched(
          kPodSpec,
          R"({"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}],"ports":[{"containerPort":80}]}]})",
          R"({"containers":[{"name":"a","env":[{"name":"X","value":"9"}],"ports":[{"containerPort":80,"name":"http"}]}]})") ==
      json::parse(
          R"({"containers":[{"name":"a","env":[{"name":"X","value":"9"},{"name":"Y","value":"2"}],"ports":[{"containerPort":80,"name":"http"}]}]})"));
}

TEST_CASE("Lists without a merge key are replaced") {
  CHECK(patched(kPodSpec, R"({"tolerations":[{"key":"a"}],"containers":[{"name":"c","args":["1","2"]}]})",
                R"({"tolerations":[{"key":"b"}],"containers":[{"name":"c","args":["3"]}]})") ==
        json::parse(R"({"tolerations":[{"key":"b"}],"containers":[{"name":"c","args":["3"]}]})"));
}

TEST_CASE("Maps are merged, and null deletes a key or a field") {
  CHECK(patched("core/v1.Pod",
                R"({"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"nodeName":"n","hostname":"h"}})",
                R"({"metadata":{"labels":{"a":null,"c":"3"}},"spec":{"nodeName":null,"subdomain":null}})") ==
        json::parse(R"({"metadata":{"labels":{"b":"2","c":"3"}},"spec":{"hostname":"h"}})"));
}

TEST_CASE("Nulls in a part that is new are not kept") {
  CHECK(patched("core/v1.Pod", "{}", R"({"metadata":{"annotations":{"a":null,"b":"1"}}})") ==
        json::parse(R"({"metadata":{"annotations":{"b":"1"}}})"));
}

TEST_CASE("$patch: delete removes an element, $patch: replace replaces the list") {
  CHECK(patched(kPodSpec, R"({"containers":[{"name":"a"},{"name":"b"}]})",
                R"({"containers":[{"name":"a","$patch":"delete"},{"name":"z","$patch":"delete"}]})") ==
        json::parse(R"({"containers":[{"name":"b"}]})"));
  CHECK(patched(kPodSpec, R"({"containers":[{"name":"a"},{"name":"b"}]})",
                R"({"containers":[{"$patch":"replace"},{"name":"c","image":"i"}]})") ==
        json::parse(R"({"containers":[{"name":"c","image":"i"}]})"));
  CHECK(patched(kPodSpec, "{}", R"({"containers":[{"name":"a","$patch":"delete"},{"name":"b"}]})") ==
        json::parse(R"({"containers":[{"name":"b"}]})"));
}

TEST_CASE("$patch in a map replaces or empties it") {
  CHECK(patched("core/v1.Pod", R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
                R"({"metadata":{"labels":{"$patch":"replace","c":"3"}}})") ==
        json::parse(R"({"metadata":{"labels":{"c":"3"}}})"));
  CHECK(patched("core/v1.Pod", R"({"metadata":{"labels":{"a":"1"},"name":"n"}})",
                R"({"metadata":{"labels":{"$patch":"delete"}}})") ==
        json::parse(R"({"metadata":{"labels":{},"name":"n"}})"));
}

TEST_CASE("Lists of scalars with the merge strategy are united") {
  CHECK(patched("meta/v1.ObjectMeta", R"({"finalizers":["a","b"]})", R"({"finalizers":["b","c"]})") ==
        json::parse(R"({"finalizers":["a","b","c"]})"));
}

TEST_CASE("$deleteFromPrimitiveList takes scalars away") {
  CHECK(patched("meta/v1.ObjectMeta", R"({"finalizers":["a","b","c"]})",
                R"({"$deleteFromPrimitiveList/finalizers":["b","x"]})") ==
        json::parse(R"({"finalizers":["a","c"]})"));
  CHECK(patched("meta/v1.ObjectMeta", "{}", R"({"$deleteFromPrimitiveList/finalizers":["b"]})") ==
        json::object());
  // As kubectl sends it: delete, add and order at once.
  CHECK(
      patched(
          "meta/v1.ObjectMeta", R"({"finalizers":["a","b","c"]})",
          R"({"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["d"],"$setElementOrder/finalizers":["d","b","c"]})") ==
      json::parse(R"({"finalizers":["d","b","c"]})"));
}

TEST_CASE("$setElementOrder orders what the patch knows and weaves in what only the server has") {
  // The server's own element s was before b, and still is.
  CHECK(patched(kPodSpec, R"({"containers":[{"name":"a"},{"name":"s"},{"name":"b"}]})",
                R"({"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]})") ==
        json::parse(R"({"containers":[{"name":"s"},{"name":"b"},{"name":"a"}]})"));
  CHECK(
      patched(
          kPodSpec, R"({"containers":[{"name":"a"},{"name":"b"}]})",
          R"({"$setElementOrder/containers":[{"name":"a"},{"name":"n"},{"name":"b"}],"containers":[{"name":"n","image":"i"}]})") ==
      json::parse(R"({"containers":[{"name":"a"},{"name":"n","image":"i"},{"name":"b"}]})"));
  CHECK(
      patched(
          kPodSpec, R"({"containers":[{"name":"a"},{"name":"b"}]})",
          R"({"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","$patch":"delete"}]})") ==
      json::parse(R"({"containers":[{"name":"b"}]})"));
}

TEST_CASE("$setElementOrder in nested lists, as `kubectl set env` sends it") {
  CHECK(
      patched(
          "core/v1.PodSpec", R"({"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"}]}]})",
          R"({"$setElementOrder/containers":[{"name":"c"}],"containers":[{"name":"c","$setElementOrder/env":
                [{"name":"A"},{"name":"B"}],"env":[{"name":"B","value":"2"}]}]})") ==
      json::parse(
          R"({"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}]})"));
}

TEST_CASE("$retainKeys clears the other keys of a union") {
  CHECK(patched("apps/v1.DeploymentSpec",
                R"({"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}})",
                R"({"strategy":{"$retainKeys":["type"],"type":"Recreate"}})") ==
        json::parse(R"({"strategy":{"type":"Recreate"}})"));
  CHECK(patched(kPodSpec, R"({"volumes":[{"name":"v","emptyDir":{}}]})",
                R"({"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]})") ==
        json::parse(R"({"volumes":[{"name":"v","hostPath":{"path":"/x"}}]})"));
  CHECK(
      patched("apps/v1.DeploymentSpec", "{}", R"({"strategy":{"$retainKeys":["type"],"type":"Recreate"}})") ==
      json::parse(R"({"strategy":{"type":"Recreate"}})"));
}

TEST_CASE("A patch that makes no sense is refused with upstream's text and changes nothing") {
  CHECK(refused(kPodSpec, R"({"containers":[{"name":"a"}]})", R"({"containers":[{"image":"x"}]})").message ==
        "map: map[image:x] does not contain declared merge key: name");
  CHECK(refused("apps/v1.DeploymentSpec", R"({"strategy":{}})",
                R"({"strategy":{"$retainKeys":["type"],"rollingUpdate":{}}})")
            .message == "invalid patch format of retainKeys");
  CHECK(refused("meta/v1.ObjectMeta", R"({"finalizers":["a"]})",
                R"({"$deleteFromPrimitiveList/finalizers":"a"})")
            .message == "invalid patch format of primitive list");
  CHECK(
      refused(kPodSpec, R"({"containers":[{"name":"a"}]})", R"({"$setElementOrder/containers":1})").message ==
      "invalid patch format of setElementOrder list");
  CHECK(refused(kPodSpec, R"({"containers":[{"name":"a"}]})",
                R"({"containers":[{"name":"a","$patch":"mend"}]})")
            .message == "unknown patch type: mend in map: map[$patch:mend name:a]");
  CHECK(refused(kPodSpec, "{}", "[1]").message == "invalid JSON document");
  CHECK(refused(kPodSpec, R"({"containers":[{"name":"a"}]})", R"({"containers":[[1]]})").code == 422);
  CHECK(refused(kPodSpec, R"({"containers":[{"name":"a"}]})",
                R"({"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","image":"x"}]})")
            .message ==
        "The order in patch list:\n[map[image:x name:a]]\n doesn't match $setElementOrder "
        "list:\n[map[name:b]]\n");
}

TEST_CASE("Fields that the type does not know are merged as plain JSON") {
  CHECK(patched("apps/v1.ControllerRevision", R"({"data":{"l":[1],"m":{"a":1}}})",
                R"({"data":{"l":[2],"m":{"b":2}}})") ==
        json::parse(R"({"data":{"l":[2],"m":{"a":1,"b":2}}})"));
}

}  // namespace
}  // namespace podium::schema
