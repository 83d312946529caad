#include "control-plane/apply/field_set.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/fields_v1.h"
#include "tests/support/catch.h"

namespace podium::apply {
namespace {

using nlohmann::json;

FieldSet parse(const char* text) { return parse_fields(json::parse(text)).value(); }

const char* const kPodFields =
    R"({"f:metadata":{"f:finalizers":{".":{},"v:\"a\"":{}},"f:labels":{".":{},"f:app":{}}},)"
    R"("f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:ports":{"i:2":{}}}}}})";

TEST_CASE("A field set is written as it was read") {
  CHECK(to_text(parse(kPodFields)) == kPodFields);
  CHECK(to_json(parse(kPodFields)) == json::parse(kPodFields));
  CHECK(to_text(FieldSet()) == "{}");
}

TEST_CASE("Each kind of element has its own order: fields, keys, values, indices, numbers by their value") {
  const FieldSet set = parse(
      R"({"i:10":{},"i:9":{},"v:\"x\"":{},"v:10":{},"v:9":{},"v:true":{},"v:null":{},"f:b":{},"f:a":{},)"
      R"("k:{\"port\":443,\"protocol\":\"TCP\"}":{},"k:{\"protocol\":\"TCP\",\"port\":80}":{},)"
      R"("k:{\"port\":80}":{}})");
  CHECK(
      to_text(set) ==
      R"({"f:a":{},"f:b":{},"k:{\"port\":80}":{},"k:{\"port\":80,\"protocol\":\"TCP\"}":{},)"
      R"("k:{\"port\":443,\"protocol\":\"TCP\"}":{},"v:9":{},"v:10":{},"v:\"x\"":{},"v:true":{},"v:null":{},)"
      R"("i:9":{},"i:10":{}})");
}

TEST_CASE("Texts in keys are escaped as Go's encoder does it") {
  FieldSet set;
  set.insert({PathElement::value(std::string("a<b>&\"c\""))});
  CHECK(to_text(set) == R"({"v:\"a\\u003cb\\u003e\\u0026\\\"c\\\"\"":{}})");
  CHECK(parse_fields(json::parse(to_text(set))) == set);
}

TEST_CASE("Elements of a kind that is not known are left out, broken ones are an error") {
  CHECK(to_text(parse(R"({"f:a":{},"z:later":{"f:x":{}}})")) == R"({"f:a":{}})");
  for (const char* text : {R"({"f":{}})", R"({"a":{}})", R"({"k:[]":{}})", R"({"k:{":{}})", R"({"v:{}":{}})",
                           R"({"i:x":{}})", R"({"k:{\"a\":{}}":{}})", R"({"f:a":{"":{}}})"}) {
    INFO(text);
    CHECK_FALSE(parse_fields(json::parse(text)).has_value());
  }
}

TEST_CASE("Paths read as people write them") {
  const Path path{PathElement::field("spec"),
                  PathElement::key({{"protocol", std::string("TCP")}, {"port", 80}}),
                  PathElement::value(std::string("x")), PathElement::index(3)};
  CHECK(to_string(path) == R"(.spec[port=80,protocol="TCP"][="x"][3])");
}

TEST_CASE("A member says nothing of the members above and below it") {
  FieldSet set{field_path({"a", "b"}), field_path({"a"}), field_path({"c", "d", "e"})};
  CHECK(set.size() == 3);
  CHECK(set.has(field_path({"a"})));
  CHECK(set.has(field_path({"a", "b"})));
  CHECK_FALSE(set.has(field_path({"c"})));
  CHECK_FALSE(set.has({}));
  set.insert({});
  CHECK(set.size() == 3);
  CHECK(to_text(set) == R"({"f:a":{".":{},"f:b":{}},"f:c":{"f:d":{"f:e":{}}}})");
  CHECK(to_text(set.leaves()) == R"({"f:a":{"f:b":{}},"f:c":{"f:d":{"f:e":{}}}})");
  CHECK(set.paths() ==
        std::vector<Path>{field_path({"a"}), field_path({"a", "b"}), field_path({"c", "d", "e"})});
}

TEST_CASE("Sets are united, intersected and subtracted member by member") {
  const FieldSet a{field_path({"a"}), field_path({"a", "b"}), field_path({"c"})};
  const FieldSet b{field_path({"a"}), field_path({"d", "e"})};
  CHECK(to_text(unite(a, b)) == R"({"f:a":{".":{},"f:b":{}},"f:c":{},"f:d":{"f:e":{}}})");
  CHECK(to_text(intersect(a, b)) == R"({"f:a":{}})");
  // A parent in the one set does not stand for its children in the other.
  CHECK(to_text(subtract(a, b)) == R"({"f:a":{"f:b":{}},"f:c":{}})");
  CHECK(to_text(subtract_trees(a, b)) == R"({"f:c":{}})");
  CHECK(subtract(a, a).empty());
}

}  // namespace
}  // namespace podium::apply
