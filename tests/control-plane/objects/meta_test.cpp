#include "control-plane/objects/meta.h"

#include "runtime/env/time.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace std::chrono_literals;

TEST_CASE("A percentage is a share of the total; surge rounds up and unavailable down") {
  CHECK(IntOrString("25%").scaled(10, true) == 3);
  CHECK(IntOrString("25%").scaled(10, false) == 2);
  CHECK(IntOrString("100%").scaled(7, true) == 7);
  CHECK(IntOrString("0%").scaled(7, true) == 0);
  CHECK(IntOrString("150%").scaled(4, true) == 6);
  CHECK(IntOrString(3).scaled(10, true) == 3);
}

TEST_CASE("A text that is no percentage has no share") {
  CHECK_FALSE(IntOrString("http").scaled(10, true));
  CHECK_FALSE(IntOrString("1.5%").scaled(10, true));
  CHECK_FALSE(IntOrString("%").scaled(10, true));
}

TEST_CASE("A selector matches if all its requirements hold") {
  const Labels web = {{"app", "web"}, {"tier", "front"}};
  LabelSelector selector;
  CHECK(selector.matches(web));
  selector.match_labels = {{"app", "web"}};
  CHECK(selector.matches(web));
  CHECK_FALSE(selector.matches({{"app", "db"}}));
  CHECK_FALSE(selector.matches({}));
}

TEST_CASE("Operators of a selector mean what Kubernetes means, also for absent labels") {
  const auto matches = [](const char* key, const char* op, List<Text> values, const Labels& labels) {
    LabelSelector selector;
    selector.match_expressions = {{key, op, std::move(values)}};
    return selector.matches(labels);
  };
  const Labels web = {{"app", "web"}};
  CHECK(matches("app", "In", {"web", "api"}, web));
  CHECK_FALSE(matches("app", "In", {"api"}, web));
  CHECK_FALSE(matches("zone", "In", {"a"}, web));
  CHECK(matches("zone", "NotIn", {"a"}, web));
  CHECK_FALSE(matches("app", "NotIn", {"web"}, web));
  CHECK(matches("app", "Exists", {}, web));
  CHECK_FALSE(matches("zone", "Exists", {}, web));
  CHECK(matches("zone", "DoesNotExist", {}, web));
  CHECK_FALSE(matches("app", "Like", {"w"}, web));
}

TEST_CASE("A condition's last transition moves only when its status does") {
  const TimePoint first{1s}, second{2s}, third{3s};
  List<Condition> conditions;
  Condition ready;
  ready.type_ = "Ready";
  ready.status = "False";
  CHECK(set_condition(conditions, ready, first));
  CHECK_FALSE(set_condition(conditions, ready, second));
  ready.reason = "ContainersNotReady";
  CHECK(set_condition(conditions, ready, second));
  CHECK(conditions[0].last_transition_time == first);
  ready.status = "True";
  CHECK(set_condition(conditions, ready, third));
  CHECK(conditions[0].last_transition_time == third);
  CHECK(conditions.size() == 1);
  CHECK(find_condition(conditions, "Ready")->is_true());
  CHECK(find_condition(conditions, "Initialized") == nullptr);
}

TEST_CASE("An unchanged condition leaves a shared list shared") {
  List<Condition> conditions;
  Condition ready;
  ready.type_ = "Ready";
  ready.status = "True";
  set_condition(conditions, ready, TimePoint{1s});
  List<Condition> copy = conditions;
  CHECK_FALSE(set_condition(copy, ready, TimePoint{5s}));
  CHECK(copy.identity() == conditions.identity());
}

TEST_CASE("The controller is the one owner that is marked so") {
  ObjectMeta metadata;
  OwnerReference plain, manager;
  plain.name = "config";
  manager.name = "web-1";
  manager.controller = true;
  metadata.owner_references = {plain, manager};
  REQUIRE(metadata.controller() != nullptr);
  CHECK(metadata.controller()->name == "web-1");
  metadata.owner_references = {plain};
  CHECK(metadata.controller() == nullptr);
}
