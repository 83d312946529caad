// The JSON paths of printer columns, scale and selectable fields.
#include "control-plane/custom/json_path.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

using namespace podium::custom;
using nlohmann::json;

namespace {

const json kTree = json::parse(R"json({
  "metadata": {"annotations": {"a.b/c": "dotted"}},
  "spec": {"replicas": 3, "list": [1, 2, 3]},
  "status": {"conditions": [{"type": "Issuing", "status": "False"}, {"type": "Ready", "status": "True"}]}})json");

json at(const char* path) {
  json found = json::array();
  for (const json* value : values_at(kTree, path)) found.push_back(*value);
  return found;
}

}  // namespace

TEST_CASE("a path goes by names, indexes and filters") {
  CHECK(at(".spec.replicas") == json({3}));
  CHECK(at(".spec.list[1]") == json({2}));
  CHECK(at(".spec.list[-1]") == json({3}));
  CHECK(at(".spec.list[*]") == json({1, 2, 3}));
  CHECK(at(R"(.status.conditions[?(@.type=="Ready")].status)") == json({"True"}));
  CHECK(at(".metadata.annotations['a.b/c']") == json({"dotted"}));
  CHECK(at(R"(.metadata.annotations.a\.b/c)") == json({"dotted"}));
}

TEST_CASE("a path that leads nowhere, or cannot be read, finds nothing") {
  CHECK(at(".spec.nothing.there").empty());
  CHECK(at(".spec.list[7]").empty());
  CHECK(at(".spec.list[").empty());
  CHECK(at(".spec.list[?(x)]").empty());
}

TEST_CASE("a value is set where the path leads, unless something else is there") {
  json tree = json::object();
  CHECK(set_at(tree, ".spec.replicas", 2));
  CHECK(tree == json::parse(R"({"spec": {"replicas": 2}})"));
  CHECK(!set_at(tree, ".spec.replicas.deep", 2));
}
