// Admission by what people put into the cluster, over REST: quotas, limit ranges, priority and storage
// classes.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const std::string kCore = "/api/v1/namespaces/default/";

json pod(const char* name, json resources = json::object(), json spec = json::object()) {
  spec["containers"] = {{{"name", "c"}, {"image", "web"}, {"resources", std::move(resources)}}};
  return {{"metadata", {{"name", name}}}, {"spec", std::move(spec)}};
}

struct Governed : Front {
  std::shared_ptr<Answer> post(const std::string& path, const json& body) {
    return ask("POST", path, {}, body.dump());
  }
  void add_quota(const json& hard) {
    REQUIRE(post(kCore + "resourcequotas", {{"metadata", {{"name", "q"}}}, {"spec", {{"hard", hard}}}})
                ->response.code == 201);
    json none;
    for (const auto& [resource, amount] : hard.items()) none[resource] = "0";
    const json status = {{"status", {{"hard", hard}, {"used", none}}}};  // as its controller says
    REQUIRE(ask("PATCH", kCore + "resourcequotas/q/status", {}, status.dump(), "application/merge-patch+json")
                ->response.code == 200);
  }
  json used() { return ask("GET", kCore + "resourcequotas/q")->body()["status"]["used"]; }
};

}  // namespace

TEST_CASE("a quota is charged as pods are made, and refuses the pod that is too much") {
  Governed front;
  front.add_quota({{"pods", "1"}, {"requests.cpu", "1"}});
  const json small = {{"requests", {{"cpu", "600m"}}}};
  CHECK(front.post(kCore + "pods", pod("a", small))->response.code == 201);
  CHECK(front.used()["pods"] == "1");
  CHECK(front.used()["requests.cpu"] == "600m");
  const auto refused = front.post(kCore + "pods", pod("b", small));
  CHECK(refused->response.code == 403);
  const std::string message = refused->body()["message"];
  CHECK(message.find(R"(pods "b" is forbidden: exceeded quota: q, requested: )") == 0);
  CHECK(front.used()["pods"] == "1");
}

TEST_CASE("a dry run charges no quota") {
  Governed front;
  front.add_quota({{"pods", "1"}});
  CHECK(front.ask("POST", kCore + "pods", {{"dryRun", "All"}}, pod("a").dump())->response.code == 201);
  CHECK(front.used()["pods"] == "0");
}

TEST_CASE("a limit range gives containers their defaults and forbids what is beyond its bounds") {
  Governed front;
  const json item = {{"type", "Container"},
                     {"default", {{"cpu", "500m"}}},
                     {"defaultRequest", {{"cpu", "100m"}}},
                     {"max", {{"cpu", "1"}}}};
  REQUIRE(front.post(kCore + "limitranges", {{"metadata", {{"name", "l"}}}, {"spec", {{"limits", {item}}}}})
              ->response.code == 201);
  const json made = front.post(kCore + "pods", pod("a"))->body();
  const json& resources = made["spec"]["containers"][0]["resources"];
  CHECK(resources["limits"]["cpu"] == "500m");
  CHECK(resources["requests"]["cpu"] == "100m");
  const auto refused = front.post(kCore + "pods", pod("b", {{"limits", {{"cpu", "2"}}}}));
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] ==
        R"(pods "b" is forbidden: maximum cpu usage per Container is 1, but limit is 2)");
}

TEST_CASE("a priority class becomes a pod's number; one that is not there is refused") {
  Governed front;
  REQUIRE(front
              .post("/apis/scheduling.k8s.io/v1/priorityclasses",
                    {{"metadata", {{"name", "high"}}}, {"value", 1000}})
              ->response.code == 201);
  CHECK(
      front.post(kCore + "pods", pod("a", {}, {{"priorityClassName", "high"}}))->body()["spec"]["priority"] ==
      1000);
  CHECK(front.post(kCore + "pods", pod("b"))->body()["spec"]["priority"] == 0);
  const auto refused = front.post(kCore + "pods", pod("c", {}, {{"priorityClassName", "none"}}));
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] == R"(pods "c" is forbidden: no PriorityClass with name none was found)");
  CHECK(
      front.ask("GET", "/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical")->body()["value"] ==
      2000001000);
}

TEST_CASE("a claim without a class gets the default one") {
  Governed front;
  const json storage_class = {
      {"metadata",
       {{"name", "fast"}, {"annotations", {{"storageclass.kubernetes.io/is-default-class", "true"}}}}},
      {"provisioner", "example.com/disk"}};
  REQUIRE(front.post("/apis/storage.k8s.io/v1/storageclasses", storage_class)->response.code == 201);
  const json claim = {
      {"metadata", {{"name", "data"}}},
      {"spec", {{"accessModes", {"ReadWriteOnce"}}, {"resources", {{"requests", {{"storage", "1Gi"}}}}}}}};
  CHECK(front.post(kCore + "persistentvolumeclaims", claim)->body()["spec"]["storageClassName"] == "fast");
}

TEST_CASE("what a policy forbids of a new object it forbids of a changed one") {
  Governed front;
  const std::string classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
  for (const char* name : {"one", "two"}) {
    const json made = {{"metadata", {{"name", name}}}, {"value", 5}, {"globalDefault", name[0] == 'o'}};
    REQUIRE(front.post(classes, made)->response.code == 201);
  }
  const auto refused =
      front.ask("PATCH", classes + "/two", {}, R"({"globalDefault": true})", "application/merge-patch+json");
  CHECK(refused->response.code == 403);
  const std::string message = refused->body()["message"];
  CHECK(message.find("PriorityClass one is already marked as default") != std::string::npos);
}
