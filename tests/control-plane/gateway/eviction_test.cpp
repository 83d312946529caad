// Evictions over REST: what `kubectl drain` does.
#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

const char* const kPods = "/api/v1/namespaces/default/pods";
const char* const kBudgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

struct Draining : Front {
  void add_pod(const std::string& name, bool ready = true) {
    const json pod = {{"metadata", {{"name", name}, {"labels", {{"app", "web"}}}}},
                      {"spec", {{"nodeName", "n1"}, {"containers", {{{"name", "c"}, {"image", "web"}}}}}}};
    REQUIRE(ask("POST", kPods, {}, pod.dump())->response.code == 201);
    const json status = {{"status",
                          {{"phase", "Running"},
                           {"conditions", {{{"type", "Ready"}, {"status", ready ? "True" : "False"}}}}}}};
    REQUIRE(ask("PATCH", std::string(kPods) + "/" + name + "/status", {}, status.dump(),
                "application/merge-patch+json")
                ->response.code == 200);
  }
  void add_budget(const char* name, int allowed, int healthy, int desired) {
    const json budget = {
        {"metadata", {{"name", name}}},
        {"spec", {{"minAvailable", desired}, {"selector", {{"matchLabels", {{"app", "web"}}}}}}}};
    REQUIRE(ask("POST", kBudgets, {}, budget.dump())->response.code == 201);
    const json status = {{"status",
                          {{"observedGeneration", 1},
                           {"disruptionsAllowed", allowed},
                           {"currentHealthy", healthy},
                           {"desiredHealthy", desired},
                           {"expectedPods", healthy}}}};
    REQUIRE(ask("PATCH", std::string(kBudgets) + "/" + name + "/status", {}, status.dump(),
                "application/merge-patch+json")
                ->response.code == 200);
  }
  std::shared_ptr<Answer> evict(const std::string& name, json options = json::object()) {
    const json body = {{"kind", "Eviction"},
                       {"apiVersion", "policy/v1"},
                       {"metadata", {{"name", name}}},
                       {"deleteOptions", std::move(options)}};
    return ask("POST", std::string(kPods) + "/" + name + "/eviction", {}, body.dump());
  }
  json pod(const std::string& name) { return ask("GET", std::string(kPods) + "/" + name)->body(); }
};

}  // namespace

TEST_CASE("an eviction deletes the pod gracefully and says why in its conditions") {
  Draining front;
  front.add_pod("a");
  const auto evicted = front.evict("a");
  CHECK(evicted->response.code == 201);
  CHECK(evicted->body()["status"] == "Success");
  const json pod = front.pod("a");
  CHECK(pod["metadata"]["deletionGracePeriodSeconds"] == 30);
  const json& conditions = pod["status"]["conditions"];
  const auto target = std::find_if(conditions.begin(), conditions.end(),
                                   [](const json& c) { return c["type"] == "DisruptionTarget"; });
  REQUIRE(target != conditions.end());
  CHECK((*target)["reason"] == "EvictionByEvictionAPI");
  CHECK((*target)["message"] == "Eviction API: evicting");
  CHECK(front.evict("nobody")->response.code == 404);
}

TEST_CASE("a budget is charged at once, and refuses in Kubernetes' words when it is spent") {
  Draining front;
  for (const char* name : {"a", "b"}) front.add_pod(name);
  front.add_budget("web", 1, 2, 1);
  CHECK(front.evict("a")->response.code == 201);
  const json budget = front.ask("GET", std::string(kBudgets) + "/web")->body();
  CHECK(budget["status"]["disruptionsAllowed"] == 0);
  CHECK(budget["status"]["disruptedPods"].contains("a"));
  const auto refused = front.evict("b");
  CHECK(refused->response.code == 429);
  CHECK(refused->body()["reason"] == "TooManyRequests");
  CHECK(refused->body()["message"] == "Cannot evict pod as it would violate the pod's disruption budget.");
  CHECK(refused->body()["details"]["causes"][0]["reason"] == "DisruptionBudget");
  CHECK(refused->body()["details"]["causes"][0]["message"] ==
        "The disruption budget web needs 1 healthy pods and has 2 currently");
  CHECK_FALSE(front.pod("b")["metadata"].contains("deletionTimestamp"));
}

TEST_CASE("a dry run and a wrong precondition evict nobody and charge nothing") {
  Draining front;
  front.add_pod("a");
  front.add_budget("web", 1, 1, 0);
  CHECK(front.evict("a", {{"dryRun", {"All"}}})->response.code == 201);
  CHECK(front.evict("a", {{"preconditions", {{"uid", "another"}}}})->response.code == 409);
  CHECK(front.ask("GET", std::string(kBudgets) + "/web")->body()["status"]["disruptionsAllowed"] == 1);
  CHECK_FALSE(front.pod("a")["metadata"].contains("deletionTimestamp"));
}

TEST_CASE("an eviction of just this version of a pod is carried out to its end") {
  Draining front;
  front.add_pod("a");
  const json version = front.pod("a")["metadata"]["resourceVersion"];
  CHECK(front.evict("a", {{"preconditions", {{"resourceVersion", "1"}}}})->response.code == 409);
  CHECK(front.evict("a", {{"preconditions", {{"resourceVersion", version}}}})->response.code == 201);
  CHECK(front.pod("a")["metadata"].contains("deletionTimestamp"));
}

TEST_CASE("a pod that is not ready may go from a healthy set although nothing is left of the budget") {
  Draining front;
  front.add_pod("sick", false);
  front.add_budget("web", 0, 2, 2);
  CHECK(front.evict("sick")->response.code == 201);
}

TEST_CASE("two budgets over one pod are more than the eviction can weigh") {
  Draining front;
  front.add_pod("a");
  front.add_budget("web", 1, 1, 0);
  front.add_budget("other", 1, 1, 0);
  const auto refused = front.evict("a");
  CHECK(refused->response.code == 500);
  CHECK(refused->body()["message"] ==
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
}
