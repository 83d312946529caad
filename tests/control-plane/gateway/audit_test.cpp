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
omitManagedFields: true
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
    options.audit.policy = read_audit_policy(kPolicy, "policy.yaml").value();
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
  const auto made = front.ask("POST", space + "configmaps", {},
                              R"({"metadata":{"name":"m","managedFields":[]}})");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[1]["requestObject"]["metadata"]["name"] == "m");
  CHECK(log.events[1]["responseObject"]["metadata"]["namespace"] == "default");
  CHECK_FALSE(log.events[1]["requestObject"]["metadata"].contains("managedFields"));
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

TEST_CASE("A policy that is wrong is refused by its place") {
  const auto wrong = [](const std::string& rest) {
    const auto read = read_audit_policy("apiVersion: audit.k8s.io/v1\nkind: Policy\n" + rest, "policy.yaml");
    return read.ok() ? "" : read.error().message;
  };
  CHECK(
      wrong("rules:\n- level: All\n") ==
      "policy.yaml:4: rules[0].level: Unsupported value: \"All\": supported values: \"None\", \"Metadata\", "
      "\"Request\", \"RequestResponse\"");
  CHECK(wrong("rules:\n- users: [ann]\n") == "policy.yaml:4: rules[0].level: Required value");
  CHECK(wrong("rules:\n- level: None\n  user: [ann]\n") == "policy.yaml:5: rules[0].user: unknown field");
  CHECK(wrong("rules:\n- level: None\n  nonResourceURLs: [/a, b]\n") ==
        "policy.yaml:5: rules[0].nonResourceURLs[1]: Invalid value: \"b\": non-resource URL rules must begin "
        "with a '/' character");
  CHECK(wrong("rules:\n- {level: None, nonResourceURLs: ['/*/a']}\n").find("must be the final character") !=
        std::string::npos);
  CHECK(wrong("rules:\n- {level: None, nonResourceURLs: [/a], namespaces: [b]}\n") ==
        "policy.yaml:4: rules[0].nonResourceURLs: rules cannot apply to both regular resources and "
        "non-resource URLs");
  CHECK(wrong("rules:\n- level: None\n  resources: [{group: apps/v1}]\n").find("without a version") !=
        std::string::npos);
  CHECK(wrong("rules:\n- level: None\n  resources: [{resourceNames: [a]}]\n") ==
        "policy.yaml:5: rules[0].resources[0].resourceNames: using resourceNames requires at least one "
        "resource");
  CHECK(wrong("omitStages: [Begin]\nrules: [{level: None}]\n").starts_with("policy.yaml:3: omitStages[0]: "));
  CHECK(wrong("rules: []\n") == "policy.yaml:3: rules: expected at least one rule");
  CHECK(wrong("rules: [5]\n") == "policy.yaml:3: rules[0]: expected an object");
  CHECK(wrong("rules: {}\n") == "policy.yaml:3: rules: expected a list");
  CHECK(wrong("rules: [{level: None}]\n").empty());
  CHECK(read_audit_policy("kind: Pod", "p").error().message.starts_with("p:1: kind: "));
  CHECK_FALSE(read_audit_policy("[]", "p").ok());
  CHECK_FALSE(read_audit_policy("", "p").ok());
  CHECK_FALSE(read_audit_policy("a: [", "p").ok());
}
