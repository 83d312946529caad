#include "control-plane/gateway/selectors.h"

#include "control-plane/gateway/age.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

bool matches(const std::string& text, const Labels& labels) {
  LabelSelector selector;
  REQUIRE(parse_label_selector(text, selector) == "");
  return selector.matches(labels);
}

}  // namespace

TEST_CASE("label selectors in all their forms") {
  const Labels labels{{"app", "web"}, {"tier", "front"}};
  CHECK(matches("", labels));
  CHECK(matches("app=web", labels));
  CHECK(matches("app==web,tier!=back", labels));
  CHECK(matches("app in (db, web)", labels));
  CHECK_FALSE(matches("app notin (db,web)", labels));
  CHECK(matches("missing notin (x)", labels));
  CHECK(matches("app,!canary", labels));
  CHECK_FALSE(matches("canary", labels));
}

TEST_CASE("a bad selector is told in Kubernetes' words") {
  LabelSelector selector;
  CHECK(parse_label_selector("!!", selector) ==
        "unable to parse requirement: found '!', expected: identifier");
  CHECK(parse_label_selector("a b", selector).starts_with("unable to parse requirement: found 'b'"));
}

TEST_CASE("field selectors name only fields that the kind may be selected by") {
  std::vector<FieldRequirement> fields;
  CHECK(parse_field_selector("spec.nodeName=n1,status.phase!=Failed", Pod::info(), fields) == "");
  REQUIRE(fields.size() == 2);
  CHECK(fields[0].path == "spec.nodeName");
  CHECK(fields[0].equal);
  CHECK(fields[1].value == "Failed");
  CHECK_FALSE(fields[1].equal);
  CHECK(parse_field_selector("spec.foo=x", Pod::info(), fields) == "field label not supported: spec.foo");
}

TEST_CASE("ages read as kubectl's do") {
  CHECK(human_duration(45s) == "45s");
  CHECK(human_duration(119s) == "119s");
  CHECK(human_duration(200s) == "3m20s");
  CHECK(human_duration(5min) == "5m");
  CHECK(human_duration(179min) == "179m");
  CHECK(human_duration(5h + 12min) == "5h12m");
  CHECK(human_duration(30h) == "30h");
  CHECK(human_duration(76h) == "3d4h");
  CHECK(human_duration(24h * 200) == "200d");
  CHECK(human_duration(24h * (3 * 365 + 12)) == "3y12d");
  CHECK(age(TimePoint{}, TimePoint{} + 5s) == "<unknown>");
}
