// APIServices by themselves: which there are, and what the server says of each.
#include "control-plane/aggregation/api_service.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

const json& condition_of(const Generic& service) { return service.body.json()["status"]["conditions"][0]; }

}  // namespace

TEST_CASE("every built-in one is right, and their order is that of discovery") {
  int last = 20'000;
  for (const Ref<Object>& object : aggregation::built_in_services()) {
    const auto& service = static_cast<const Generic&>(*object);
    CHECK(aggregation::check(service).empty());
    CHECK_FALSE(aggregation::follows_definitions(service));
    const int priority = service.body.json()["spec"]["groupPriorityMinimum"];
    CHECK(priority <= last);
    last = priority;
  }
}

TEST_CASE("the time of a condition is that of its last change") {
  const Ref<Object> made = aggregation::custom_service("example.com", "v1");
  CHECK(aggregation::follows_definitions(*made));
  auto& service = static_cast<Generic&>(*made);
  aggregation::settle(service, TimePoint{} + 1s);
  const json first = condition_of(service)["lastTransitionTime"];
  aggregation::settle(service, TimePoint{} + 60s);
  CHECK(condition_of(service)["lastTransitionTime"] == first);
  json body = service.body.json();
  body["spec"]["service"] = {{"name", "s"}, {"namespace", "n"}};
  service.body = Tree(std::move(body));
  aggregation::settle(service, TimePoint{} + 60s);
  CHECK(condition_of(service)["status"] == "False");
  CHECK(condition_of(service)["lastTransitionTime"] != first);
}

TEST_CASE("the core group has no name, and no other group may be without one") {
  Generic service(aggregation::api_service_kind());
  service.metadata.name = "v2.";
  service.body =
      Tree(json{{"spec", {{"version", "v2"}, {"groupPriorityMinimum", 1}, {"versionPriority", 1}}}});
  const FieldErrors errors = aggregation::check(service);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].text() ==
        "spec.group: Required value: only v1 may have an empty group and it better be legacy kube");
}
