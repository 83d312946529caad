// Workloads over REST: created with defaults, scaled, and refused in Kubernetes' words.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

constexpr const char *kSets = "/apis/apps/v1/namespaces/default/statefulsets",
                     *kControllers = "/api/v1/namespaces/default/replicationcontrollers",
                     *kDaemons = "/apis/apps/v1/namespaces/default/daemonsets",
                     *kJobs = "/apis/batch/v1/namespaces/default/jobs";
constexpr const char* kMerge = "application/merge-patch+json";

json pods(const char* restart = "Always") {
  return {{"metadata", {{"labels", {{"a", "b"}}}}},
          {"spec", {{"restartPolicy", restart}, {"containers", {{{"name", "c"}, {"image", "nginx"}}}}}}};
}

std::string body(json spec) {
  return json({{"metadata", {{"name", "w"}, {"labels", {{"x", "y"}}}}}, {"spec", std::move(spec)}}).dump();
}

std::string set() {
  return body({{"serviceName", "s"}, {"selector", {{"matchLabels", {{"a", "b"}}}}}, {"template", pods()}});
}

}  // namespace

TEST_CASE("sets and controllers are scaled by their scale, which shows what they select") {
  Front front;
  REQUIRE(front.ask("POST", kSets, {}, set())->response.code == 201);
  REQUIRE(front.ask("POST", kControllers, {}, body({{"template", pods()}}))->response.code == 201);
  for (const std::string collection : {kSets, kControllers}) {
    INFO(collection);
    const std::string scale = collection + "/w/scale";
    const json shown = front.ask("GET", scale)->body();
    CHECK(shown["kind"] == "Scale");
    CHECK(shown["spec"]["replicas"] == 1);
    CHECK(shown["status"] == json({{"replicas", 0}, {"selector", "a=b"}}));
    CHECK(front.ask("PATCH", scale, {}, R"({"spec": {"replicas": 3}})", kMerge)->body()["spec"]["replicas"] ==
          3);
    const json object = front.ask("GET", collection + "/w")->body();
    CHECK(object["spec"]["replicas"] == 3);
    CHECK(object["metadata"]["generation"] == 2);
    json wanted = front.ask("GET", scale)->body();
    wanted["spec"]["replicas"] = -1;
    CHECK(front.ask("PUT", scale, {}, wanted.dump())->response.code == 422);
  }
}

TEST_CASE("a kind without a scale has none") {
  Front front;
  const json spec = {{"selector", {{"matchLabels", {{"a", "b"}}}}}, {"template", pods()}};
  REQUIRE(front.ask("POST", kDaemons, {}, body(spec))->response.code == 201);
  CHECK(front.ask("GET", std::string(kDaemons) + "/w/scale")->response.code == 404);
}

TEST_CASE("a new job is told apart by its uid, and applied again it stays as it is") {
  Front front;
  const auto created = front.ask("POST", kJobs, {}, body({{"template", pods("Never")}}));
  REQUIRE(created->response.code == 201);
  const json job = created->body();
  const json uid = job["metadata"]["uid"];
  CHECK(job["spec"]["selector"]["matchLabels"] == json({{"batch.kubernetes.io/controller-uid", uid}}));
  CHECK(job["spec"]["template"]["metadata"]["labels"]["controller-uid"] == uid);
  CHECK(job["metadata"]["generation"] == 1);
  const std::string path = std::string(kJobs) + "/w";
  const json patched = front
                           .ask("PATCH", path, {}, body({{"template", pods("Never")}}),
                                "application/strategic-merge-patch+json")
                           ->body();
  CHECK(patched["metadata"]["resourceVersion"] == job["metadata"]["resourceVersion"]);
  const json suspended = front.ask("PATCH", path, {}, R"({"spec": {"suspend": true}})", kMerge)->body();
  CHECK(suspended["metadata"]["generation"] == 2);
}

TEST_CASE("a job that restarts for ever is refused with the cause") {
  Front front;
  const auto refused = front.ask("POST", kJobs, {}, body({{"template", pods("Always")}}));
  CHECK(refused->response.code == 422);
  CHECK(refused->body()["message"] ==
        "Job.batch \"w\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "
        "\"OnFailure\", \"Never\"");
  CHECK(refused->body()["details"]["causes"] ==
        json::parse(R"([{"reason": "FieldValueRequired", "field": "spec.template.spec.restartPolicy",
                         "message": "Required value: valid values: \"OnFailure\", \"Never\""}])"));
}

TEST_CASE("what a StatefulSet stands on cannot be changed") {
  Front front;
  REQUIRE(front.ask("POST", kSets, {}, set())->response.code == 201);
  const auto refused =
      front.ask("PATCH", std::string(kSets) + "/w", {}, R"({"spec": {"serviceName": "t"}})", kMerge);
  CHECK(refused->response.code == 422);
  CHECK(refused->body()["details"]["causes"][0]["reason"] == "FieldValueForbidden");
}
