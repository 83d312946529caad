// The audit log: what its policy says, in lines of JSON, and an id on every answer.
#include <nlohmann/json.hpp>

#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using namespace podium::testing;

namespace {

constexpr const char* kPolicy = R"(
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, nonResourceURLs: ["/healthz*"]}
- {level: Metadata, resources: [{group: "", resources: [secrets]}]}
- {level: RequestResponse, verbs: [create], namespaces: [default]}
- {level: Metadata, users: [ann]}
)";

struct Log {
  std::vector<json> events;
  GatewayOptions options() {
    GatewayOptions options;
    options.audit.policy = read_audit_policy(kPolicy).value();
    options.audit.sink = [this](std::string_view line) {
      CHECK(line.ends_with('\n'));
      events.push_back(json::parse(line));
    };
    return options;
  }
};

std::string header(const Answer& answer, const char* name) {
  for (const auto& [key, value] : answer.response.headers) {
    if (key == name) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("The first rule that matches says how much of a request is written") {
  Log log;
  Front front{.options = log.options()};
  const std::string space = "/api/v1/namespaces/default/";
  front.ask("GET", "/healthz");
  front.ask("GET", space + "configmaps");
  CHECK(log.events.empty());
  front.ask("POST", space + "secrets", {}, R"({"metadata":{"name":"s"},"stringData":{"k":"v"}})");
  REQUIRE(log.events.size() == 1);
  const json secret = log.events[0];
  CHECK(secret["level"] == "Metadata");
  CHECK(secret["stage"] == "ResponseComplete");
  CHECK(secret["verb"] == "create");
  CHECK(secret["user"]["username"] == "kubernetes-admin");
  CHECK(secret["objectRef"] ==
        json({{"resource", "secrets"}, {"namespace", "default"}, {"apiVersion", "v1"}}));
  CHECK(secret["responseStatus"]["code"] == 201);
  CHECK_FALSE(secret.contains("requestObject"));
  const auto made = front.ask("POST", space + "configmaps", {}, R"({"metadata":{"name":"m"}})");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[1]["requestObject"]["metadata"]["name"] == "m");
  CHECK(log.events[1]["responseObject"]["metadata"]["namespace"] == "default");
  CHECK(log.events[1]["auditID"] == header(*made, "Audit-Id"));
}

TEST_CASE("A refusal is written with its reason, and who acted for whom; a watch from its start to its end") {
  Log log;
  Front front{.options = log.options()};
  front.ask_with({{"impersonate-user", "ann"}, {"user-agent", "kubectl/v1"}, {"audit-id", "given"}}, "GET",
                 "/api/v1/nodes");
  REQUIRE(log.events.size() == 1);
  const json refused = log.events[0];
  CHECK(refused["auditID"] == "given");
  CHECK(refused["user"]["username"] == "kubernetes-admin");
  CHECK(refused["impersonatedUser"]["username"] == "ann");
  CHECK(refused["userAgent"] == "kubectl/v1");
  CHECK(refused["responseStatus"]["code"] == 403);
  CHECK(refused["responseStatus"]["reason"] == "Forbidden");
  const auto watch =
      front.ask("GET", "/api/v1/namespaces/default/secrets", {{"watch", "true"}, {"timeoutSeconds", "10"}});
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[1]["stage"] == "ResponseStarted");
  CHECK_FALSE(header(*watch, "Audit-Id").empty());
  front.ground.engine.run_for(11s);
  REQUIRE(log.events.size() == 3);
  CHECK(log.events[2]["stage"] == "ResponseComplete");
  CHECK(log.events[2]["auditID"] == log.events[1]["auditID"]);
}

TEST_CASE("A policy with a level that there is not is refused by its place") {
  const auto wrong = read_audit_policy("kind: Policy\nrules:\n- {level: All}\n");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message ==
        "rules[0].level is \"All\": expected None, Metadata, Request or RequestResponse");
  CHECK_FALSE(read_audit_policy("kind: Pod").ok());
  CHECK_FALSE(read_audit_policy("[]").ok());
  CHECK_FALSE(read_audit_policy("kind: Policy\nrules: [5]\n").ok());
}
