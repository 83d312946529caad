// The subresources by which parts of a running pod change: what `kubectl debug` and
// `kubectl patch --subresource resize` ask.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kPods = "/api/v1/namespaces/default/pods";
const char* const kStrategic = "application/strategic-merge-patch+json";

struct Parts : Front {
  Parts() {
    const json pod = {{"metadata", {{"name", "web"}}},
                      {"spec",
                       {{"nodeName", "n1"},
                        {"containers",
                         {{{"name", "web"},
                           {"image", "nginx"},
                           {"resources", {{"requests", {{"cpu", "500m"}, {"memory", "64Mi"}}}}}}}}}}};
    REQUIRE(ask("POST", kPods, {}, pod.dump())->response.code == 201);
  }
  std::shared_ptr<Answer> patch(const std::string& part, const json& body, const char* type = kStrategic) {
    return ask("PATCH", std::string(kPods) + "/web/" + part, {}, body.dump(), type);
  }
  std::shared_ptr<Answer> debug(const json& container, const char* type = kStrategic) {
    return patch("ephemeralcontainers", {{"spec", {{"ephemeralContainers", {container}}}}}, type);
  }
  std::shared_ptr<Answer> resize(const json& requests) {
    return patch("resize",
                 {{"spec", {{"containers", {{{"name", "web"}, {"resources", {{"requests", requests}}}}}}}}});
  }
  json pod() { return ask("GET", std::string(kPods) + "/web")->body(); }
};

}  // namespace

TEST_CASE("discovery offers both parts of a pod") {
  Front front;
  const json resources = front.ask("GET", "/api/v1")->body()["resources"];
  for (const char* name : {"pods/ephemeralcontainers", "pods/resize"}) {
    const auto found = std::find_if(resources.begin(), resources.end(),
                                    [&](const json& one) { return one["name"] == name; });
    REQUIRE(found != resources.end());
    CHECK((*found)["verbs"] == json{"get", "patch", "update"});
  }
}

TEST_CASE(
    "a strategic merge patch adds ephemeral containers, defaulted, and counts as a change of the spec") {
  Parts front;
  const auto answer = front.debug({{"name", "dbg"}, {"image", "busybox"}, {"targetContainerName", "web"}});
  REQUIRE(answer->response.code == 200);
  const json added = answer->body()["spec"]["ephemeralContainers"][0];
  CHECK(added == json{{"name", "dbg"},
                      {"image", "busybox"},
                      {"imagePullPolicy", "Always"},
                      {"resources", json::object()},
                      {"targetContainerName", "web"},
                      {"terminationMessagePath", "/dev/termination-log"},
                      {"terminationMessagePolicy", "File"}});
  CHECK(answer->body()["metadata"]["generation"] == 2);
  REQUIRE(front.debug({{"name", "two"}, {"image", "busybox"}})->response.code == 200);
  CHECK(front.pod()["spec"]["ephemeralContainers"].size() == 2);
  CHECK(front.ask("GET", std::string(kPods) + "/web/ephemeralcontainers")->body()["kind"] == "Pod");
}

TEST_CASE("an ephemeral container stays as it is") {
  Parts front;
  REQUIRE(front.debug({{"name", "dbg"}, {"image", "busybox"}})->response.code == 200);
  const auto changed = front.debug({{"name", "dbg"}, {"image", "alpine"}});
  CHECK(changed->response.code == 422);
  CHECK(changed->body()["message"] ==
        "Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"dbg\" "
        "may not be changed\n");
  const auto replaced =
      front.debug({{"name", "other"}, {"image", "busybox"}}, "application/merge-patch+json");
  CHECK(replaced->body()["message"] ==
        "Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"dbg\" "
        "may not be removed\n");
}

TEST_CASE("PUT and JSON patches work on ephemeral containers, too, and change nothing else") {
  Parts front;
  json whole = front.pod();
  whole["spec"]["ephemeralContainers"] = {{{"name", "a"}, {"image", "busybox"}}};
  whole["metadata"]["labels"] = {{"x", "y"}};
  whole["spec"]["containers"][0]["image"] = "other";
  const auto put = front.ask("PUT", std::string(kPods) + "/web/ephemeralcontainers", {}, whole.dump());
  REQUIRE(put->response.code == 200);
  CHECK_FALSE(put->body()["metadata"].contains("labels"));
  CHECK(put->body()["spec"]["containers"][0]["image"] == "nginx");
  const json add = {{{"op", "add"},
                     {"path", "/spec/ephemeralContainers/-"},
                     {"value", {{"name", "b"}, {"image", "busybox"}}}}};
  CHECK(front.patch("ephemeralcontainers", add, "application/json-patch+json")->response.code == 200);
  CHECK(front.pod()["spec"]["ephemeralContainers"].size() == 2);
}

TEST_CASE("logs know ephemeral containers, and their names are offered") {
  Parts front;
  REQUIRE(front.debug({{"name", "dbg"}, {"image", "busybox"}})->response.code == 200);
  const auto log = [&](const std::string& container) {
    return front.ask("GET", std::string(kPods) + "/web/log", {{"container", container}})->body()["message"];
  };
  CHECK(log("nope") == "container nope is not valid for pod web");
  CHECK(log("dbg") != "container dbg is not valid for pod web");
}

TEST_CASE("a resize changes the resources, and is refused in Kubernetes' words") {
  Parts front;
  const auto answer = front.resize({{"cpu", "800m"}});
  REQUIRE(answer->response.code == 200);
  CHECK(answer->body()["spec"]["containers"][0]["resources"]["requests"] ==
        json{{"cpu", "800m"}, {"memory", "64Mi"}});
  CHECK(answer->body()["metadata"]["generation"] == 2);
  const auto refused = front.resize({{"cpu", nullptr}});
  CHECK(refused->response.code == 422);
  CHECK(refused->body()["message"] ==
        "Pod \"web\" is invalid: spec.containers[0].resources.requests: Forbidden: resource requests cannot "
        "be removed");
  const json plain = {
      {"spec", {{"containers", {{{"name", "web"}, {"resources", {{"requests", {{"cpu", "1"}}}}}}}}}}};
  CHECK(front.ask("PATCH", std::string(kPods) + "/web", {}, plain.dump(), kStrategic)->response.code == 422);
}

TEST_CASE("quotas are charged for the growth, and limit ranges bound it") {
  Parts front;
  const json quota = {{"metadata", {{"name", "q"}}}, {"spec", {{"hard", {{"requests.cpu", "1"}}}}}};
  REQUIRE(front.ask("POST", "/api/v1/namespaces/default/resourcequotas", {}, quota.dump())->response.code ==
          201);
  const json status = {{"status", {{"hard", {{"requests.cpu", "1"}}}, {"used", {{"requests.cpu", "500m"}}}}}};
  REQUIRE(front
              .ask("PATCH", "/api/v1/namespaces/default/resourcequotas/q/status", {}, status.dump(),
                   "application/merge-patch+json")
              ->response.code == 200);
  CHECK(front.resize({{"cpu", "800m"}})->response.code == 200);
  CHECK(front.ask("GET", "/api/v1/namespaces/default/resourcequotas/q")
            ->body()["status"]["used"]["requests.cpu"] == "800m");
  const auto refused = front.resize({{"cpu", "1200m"}});
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] ==
        "pods \"web\" is forbidden: exceeded quota: q, requested: requests.cpu=400m, used: "
        "requests.cpu=800m, limited: requests.cpu=1");
  const json range = {{"metadata", {{"name", "r"}}},
                      {"spec", {{"limits", {{{"type", "Container"}, {"min", {{"cpu", "700m"}}}}}}}}};
  REQUIRE(front.ask("POST", "/api/v1/namespaces/default/limitranges", {}, range.dump())->response.code ==
          201);
  const auto low = front.resize({{"cpu", "600m"}});
  CHECK(low->response.code == 403);
  CHECK(low->body()["message"] ==
        "pods \"web\" is forbidden: minimum cpu usage per Container is 700m, but request is 600m");
}
