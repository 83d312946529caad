// One object under two versions: what is written through one is read through the other.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kOldEvents = "/api/v1/namespaces/default/events";
const char* const kNewEvents = "/apis/events.k8s.io/v1/namespaces/default/events";
const char* const kV1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
const char* const kV2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";

json event(const char* name) {
  return {{"metadata", {{"name", name}}},
          {"eventTime", "2025-01-01T00:00:00.000000Z"},
          {"reportingController", "example.com/tests"},
          {"reportingInstance", "one"},
          {"action", "Testing"},
          {"reason", "Tested"},
          {"regarding", {{"kind", "Pod"}, {"name", "web"}, {"namespace", "default"}}},
          {"note", "all is well"},
          {"type", "Normal"}};
}

json autoscaler(const char* name) {
  return {{"metadata", {{"name", name}}},
          {"spec",
           {{"scaleTargetRef", {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", "web"}}},
            {"maxReplicas", 5},
            {"targetCPUUtilizationPercentage", 80}}}};
}

}  // namespace

TEST_CASE("an event written to events.k8s.io is an event of v1, and the other way round") {
  Front front;
  REQUIRE(front.ask("POST", kNewEvents, {}, event("a").dump())->response.code == 201);
  const json old = front.ask("GET", std::string(kOldEvents) + "/a")->body();
  CHECK(old["apiVersion"] == "v1");
  CHECK(old["message"] == "all is well");
  CHECK(old["involvedObject"]["name"] == "web");
  CHECK(old["reportingComponent"] == "example.com/tests");
  CHECK_FALSE(old.contains("note"));

  const json list = front.ask("GET", kNewEvents)->body();
  CHECK(list["apiVersion"] == "events.k8s.io/v1");
  CHECK(list["kind"] == "EventList");
  REQUIRE(list["items"].size() == 1);
  CHECK(list["items"][0]["note"] == "all is well");
  CHECK(list["items"][0]["regarding"]["name"] == "web");

  const std::string patch = R"({"note": "all is better"})";
  CHECK(front.ask("PATCH", std::string(kNewEvents) + "/a", {}, patch, "application/merge-patch+json")
            ->response.code == 200);
  CHECK(front.ask("GET", std::string(kOldEvents) + "/a")->body()["message"] == "all is better");
}

TEST_CASE("a watch of one version tells of writes through the other, in its own words") {
  Front front;
  const auto watch = front.ask("GET", kNewEvents, {{"watch", "true"}});
  front.ask(
      "POST", kOldEvents, {},
      R"({"metadata": {"name": "b"}, "message": "old words", "involvedObject": {"namespace": "default"}})");
  front.ground.engine.run_for(1s);
  REQUIRE(watch->opened != nullptr);
  const json told = json::parse(watch->opened->text);
  CHECK(told["type"] == "ADDED");
  CHECK(told["object"]["apiVersion"] == "events.k8s.io/v1");
  CHECK(told["object"]["note"] == "old words");
  std::exchange(watch->opened->on_gone, nullptr)();  // the client leaves
}

TEST_CASE("autoscaling/v1 shows v2's CPU metric as its percentage and keeps the rest in annotations") {
  Front front;
  REQUIRE(front.ask("POST", kV1, {}, autoscaler("web").dump())->response.code == 201);
  json v2 = front.ask("GET", std::string(kV2) + "/web")->body();
  CHECK(v2["apiVersion"] == "autoscaling/v2");
  REQUIRE(v2["spec"]["metrics"].size() == 1);
  CHECK(v2["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"] == 80);

  const json memory = {
      {"type", "Resource"},
      {"resource", {{"name", "memory"}, {"target", {{"type", "Utilization"}, {"averageUtilization", 70}}}}}};
  v2["spec"]["metrics"].push_back(memory);
  REQUIRE(front.ask("PUT", std::string(kV2) + "/web", {}, v2.dump())->response.code == 200);
  json v1 = front.ask("GET", std::string(kV1) + "/web")->body();
  CHECK(v1["spec"]["targetCPUUtilizationPercentage"] == 80);
  CHECK_FALSE(v1["spec"].contains("metrics"));
  CHECK(v1["metadata"]["annotations"]["autoscaling.alpha.kubernetes.io/metrics"].get<std::string>().find(
            "memory") != std::string::npos);

  v1["spec"]["maxReplicas"] = 7;
  REQUIRE(front.ask("PUT", std::string(kV1) + "/web", {}, v1.dump())->response.code == 200);
  v2 = front.ask("GET", std::string(kV2) + "/web")->body();
  CHECK(v2["spec"]["maxReplicas"] == 7);
  REQUIRE(v2["spec"]["metrics"].size() == 2);
  CHECK(v2["spec"]["metrics"][1] == memory);
  CHECK_FALSE(v2["metadata"].contains("annotations"));
}

TEST_CASE("an autoscaler is applied as v1 and as v2: fields that are spelled differently are the same") {
  Front front;
  const auto apply = [&](const char* where, const char* version, const char* manager, const char* spec) {
    const json config = {{"apiVersion", std::string("autoscaling/") + version},
                         {"kind", "HorizontalPodAutoscaler"},
                         {"metadata", {{"name", "web"}}},
                         {"spec", json::parse(spec)}};
    return front.ask("PATCH", std::string(where) + "/web", {{"fieldManager", manager}}, config.dump(),
                     "application/apply-patch+yaml");
  };
  const char* const kWhole = R"({"maxReplicas": 5, "targetCPUUtilizationPercentage": 80, "scaleTargetRef":
                                 {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}})";
  const auto made = apply(kV1, "v1", "old", kWhole);
  REQUIRE(made->response.code == 201);
  CHECK(made->body()["spec"]["targetCPUUtilizationPercentage"] == 80);
  const json there = front.ask("GET", std::string(kV2) + "/web")->body();
  CHECK(there["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"] == 80);
  CHECK(there["metadata"]["managedFields"][0]["apiVersion"] == "autoscaling/v1");
  const char* const kMetrics = R"({"metrics": [{"type": "Resource", "resource": {"name": "cpu", "target":
                                   {"type": "Utilization", "averageUtilization": 50}}}]})";
  const auto refused = apply(kV2, "v2", "new", kMetrics);
  CHECK(refused->response.code == 409);
  CHECK(refused->body()["message"] ==
        "Apply failed with 1 conflict: conflict with \"old\": .spec.targetCPUUtilizationPercentage");
  const auto again = apply(kV1, "v1", "old", kWhole);
  CHECK(again->body()["metadata"]["resourceVersion"] == made->body()["metadata"]["resourceVersion"]);
}

TEST_CASE("who writes through a version owns his fields in it") {
  Front front;
  front.ask("POST", kV1, {{"fieldManager", "me"}}, autoscaler("web").dump());
  const json owner = front.ask("GET", std::string(kV2) + "/web")->body()["metadata"]["managedFields"][0];
  CHECK(owner["apiVersion"] == "autoscaling/v1");
  CHECK(owner["fieldsV1"]["f:spec"].contains("f:targetCPUUtilizationPercentage"));
  CHECK_FALSE(owner["fieldsV1"]["f:spec"].contains("f:metrics"));
}
