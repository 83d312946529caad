// Who may do what over REST, in Kubernetes' words.
#include <nlohmann/json.hpp>

#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using namespace podium::testing;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Headers as(const char* user) { return {{"impersonate-user", user}}; }

constexpr const char* kRbac = "/apis/rbac.authorization.k8s.io/v1";

void bind(Front& front, const char* user, const char* role, const char* space = "default") {
  const json binding = {
      {"metadata", {{"name", std::string(user) + "-" + role}}},
      {"roleRef", {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", role}}},
      {"subjects", {{{"kind", "User"}, {"name", user}}}}};
  const auto answer =
      front.ask("POST", std::string(kRbac) + "/namespaces/" + space + "/rolebindings", {}, binding.dump());
  REQUIRE(answer->response.code == 201);
}

std::string role(const char* name, const json& rules) {
  return json({{"metadata", {{"name", name}}}, {"rules", rules}}).dump();
}

}  // namespace

TEST_CASE("Who may view may not delete, and is told so as by Kubernetes") {
  Front front;
  bind(front, "ann", "view");
  front.ask("POST", "/api/v1/namespaces/default/configmaps", {}, R"({"metadata":{"name":"m"}})");
  const char* map = "/api/v1/namespaces/default/configmaps/m";
  CHECK(front.ask_with(as("ann"), "GET", map)->response.code == 200);
  const auto refused = front.ask_with(as("ann"), "DELETE", map);
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["reason"] == "Forbidden");
  CHECK(refused->body()["message"] ==
        "configmaps \"m\" is forbidden: User \"ann\" cannot delete resource \"configmaps\" in API group \"\" "
        "in "
        "the namespace \"default\"");
  CHECK(refused->body()["details"] == json({{"name", "m"}, {"kind", "configmaps"}}));
  CHECK(front.ask_with(as("ann"), "GET", "/api/v1/namespaces/default/secrets")->body()["message"] ==
        "secrets is forbidden: User \"ann\" cannot list resource \"secrets\" in API group \"\" in the "
        "namespace "
        "\"default\"");
  CHECK(front.ask_with(as("ann"), "GET", "/api/v1/namespaces/other/configmaps")->response.code == 403);
  CHECK(front.ask_with(as("ann"), "GET", "/apis/apps/v1/deployments")->body()["message"] ==
        "deployments.apps is forbidden: User \"ann\" cannot list resource \"deployments\" in API group "
        "\"apps\" "
        "at the cluster scope");
  CHECK(front.ask_with(as("ann"), "GET", "/api/v1/namespaces/default/pods/p/exec")->response.code == 403);
}

TEST_CASE("Strangers see whether the server is well, everybody known what it serves, and few its numbers") {
  Front front;
  const HttpPeer stranger{.secure = true, .certificate = {}, .address = ""};
  CHECK(front.ask_with({}, "GET", "/healthz", "", stranger)->response.code == 200);
  const auto refused = front.ask_with({}, "GET", "/apis", "", stranger);
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] == "forbidden: User \"system:anonymous\" cannot get path \"/apis\"");
  const HttpPeer ann{.secure = true, .certificate = CertificateSubject{"ann", {}}, .address = ""};
  CHECK(front.ask_with({}, "GET", "/apis", "", ann)->response.code == 200);
  CHECK(front.ask_with({}, "GET", "/metrics", "", ann)->response.code == 403);
  const auto unknown = front.ask_with({{"authorization", "Bearer x"}}, "GET", "/apis", "", stranger);
  CHECK(unknown->response.code == 401);
  CHECK(unknown->body() == json({{"kind", "Status"},
                                 {"apiVersion", "v1"},
                                 {"metadata", json::object()},
                                 {"status", "Failure"},
                                 {"message", "Unauthorized"},
                                 {"reason", "Unauthorized"},
                                 {"code", 401}}));
}

TEST_CASE("Only who may impersonate somebody acts as him") {
  Front front;
  const HttpPeer ann{.secure = true, .certificate = CertificateSubject{"ann", {}}, .address = ""};
  const auto refused = front.ask_with(as("root"), "GET", "/apis", "", ann);
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] ==
        "users \"root\" is forbidden: User \"ann\" cannot impersonate resource \"users\" in API group \"\" "
        "at the "
        "cluster scope");
  const json rules = {{{"apiGroups", {""}}, {"resources", {"users"}}, {"verbs", {"impersonate"}}}};
  front.ask("POST", std::string(kRbac) + "/clusterroles", {}, role("actor", rules));
  front.ask("POST", std::string(kRbac) + "/clusterrolebindings", {},
            json({{"metadata", {{"name", "actors"}}},
                  {"roleRef",
                   {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", "actor"}}},
                  {"subjects", {{{"kind", "User"}, {"name", "ann"}}}}})
                .dump());
  CHECK(front.ask_with(as("root"), "GET", "/apis", "", ann)->response.code == 200);
  CHECK(front.ask_with({{"impersonate-group", "x"}}, "GET", "/apis", "", ann)->response.code == 500);
}

TEST_CASE("Nobody gives rights that he does not have, but who may escalate or bind") {
  Front front;
  bind(front, "ann", "admin");
  const std::string roles = std::string(kRbac) + "/namespaces/default/roles";
  const json pods = {{{"apiGroups", {""}}, {"resources", {"pods"}}, {"verbs", {"get"}}}};
  CHECK(front.ask_with(as("ann"), "POST", roles, role("fair", pods))->response.code == 201);
  const json nodes = {{{"apiGroups", {""}}, {"resources", {"nodes"}}, {"verbs", {"delete"}}}};
  const auto refused = front.ask_with(as("ann"), "POST", roles, role("greedy", nodes));
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] ==
        "roles.rbac.authorization.k8s.io \"greedy\" is forbidden: user \"ann\" "
        "(groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n"
        "{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"delete\"]}");
  CHECK(front.ask_with(as("ann"), "PATCH", roles + "/fair", json({{"rules", nodes}}).dump())->response.code ==
        403);
  const auto binding = [](const char* name) {
    return json({{"metadata", {{"name", "b"}}},
                 {"roleRef",
                  {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", name}}},
                 {"subjects", {{{"kind", "User"}, {"name", "bob"}}}}})
        .dump();
  };
  const std::string bindings = std::string(kRbac) + "/namespaces/default/rolebindings";
  CHECK(front.ask_with(as("ann"), "POST", bindings, binding("cluster-admin"))->response.code == 403);
  const auto missing = front.ask_with(as("ann"), "POST", bindings, binding("nothing"));
  CHECK(missing->response.code == 404);
  CHECK(missing->body()["message"] == "clusterroles.rbac.authorization.k8s.io \"nothing\" not found");
  CHECK(front.ask_with(as("ann"), "POST", bindings, binding("view"))->response.code == 201);
}

TEST_CASE("Reviews tell who one is and what one may do") {
  Front front;
  bind(front, "ann", "view");
  const auto ask = [&](const char* plural, const json& spec, const char* group = "authorization.k8s.io") {
    const auto answer = front.ask_with(as("ann"), "POST", std::string("/apis/") + group + "/v1/" + plural,
                                       json({{"spec", spec}}).dump());
    CHECK(answer->response.code == 201);
    return answer->body();
  };
  const json me = ask("selfsubjectreviews", json::object(), "authentication.k8s.io");
  CHECK(me["kind"] == "SelfSubjectReview");
  CHECK(me["status"]["userInfo"] == json({{"username", "ann"}, {"groups", {"system:authenticated"}}}));
  const json pods = {
      {"resourceAttributes", {{"verb", "list"}, {"resource", "pods"}, {"namespace", "default"}}}};
  CHECK(
      ask("selfsubjectaccessreviews", pods)["status"] ==
      json({{"allowed", true},
            {"reason",
             "RBAC: allowed by RoleBinding \"ann-view/default\" of ClusterRole \"view\" to User \"ann\""}}));
  json secrets = pods;
  secrets["resourceAttributes"]["resource"] = "secrets";
  CHECK(ask("selfsubjectaccessreviews", secrets)["status"] == json({{"allowed", false}}));
  const json list = ask("selfsubjectrulesreviews", {{"namespace", "default"}})["status"];
  CHECK(list["incomplete"] == false);
  const auto has = [&](const json& rules, const json& rule) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  CHECK(has(list["resourceRules"], {{"verbs", {"create"}},
                                    {"apiGroups", {"authorization.k8s.io"}},
                                    {"resources", {"selfsubjectaccessreviews", "selfsubjectrulesreviews"}}}));
  CHECK(has(
      list["nonResourceRules"],
      {{"verbs", {"get"}}, {"nonResourceURLs", {"/healthz", "/livez", "/readyz", "/version", "/version/"}}}));
}

TEST_CASE("Others' rights are asked by who may, and a senseless question is refused") {
  Front front;
  const std::string path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  const json spec = {{"user", "system:node:n1"},
                     {"groups", {"system:nodes"}},
                     {"resourceAttributes",
                      {{"verb", "get"}, {"resource", "secrets"}, {"namespace", "default"}, {"name", "s"}}}};
  const auto denied = front.ask("POST", path, {}, json({{"spec", spec}}).dump());
  CHECK(denied->body()["status"] ==
        json({{"allowed", false}, {"reason", "no relationship found between node 'n1' and this object"}}));
  CHECK(front.ask_with(as("ann"), "POST", path, json({{"spec", spec}}).dump())->response.code == 403);
  const auto senseless = front.ask("POST", path, {}, R"({"spec":{"user":"ann"}})");
  CHECK(senseless->response.code == 422);
  CHECK(senseless->body()["message"] ==
        "SubjectAccessReview.authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: "
        "null: "
        "exactly one of nonResourceAttributes or resourceAttributes must be specified");
  const std::string local = "/apis/authorization.k8s.io/v1/namespaces/other/localsubjectaccessreviews";
  CHECK(front.ask("POST", local, {}, json({{"spec", spec}}).dump())->response.code == 400);
}

TEST_CASE("Reviews with nothing or nonsense in them are answered, too") {
  Front front;
  for (const char* plural : {"subjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews"}) {
    for (const char* body :
         {"", "{}", "[]", "null", R"({"spec":null})", R"({"spec":{"user":null,"groups":null,"extra":null}})",
          R"({"spec":{"user":"a","extra":{"k":null},"resourceAttributes":{"verb":null}}})",
          R"({"spec":{"user":5}})", R"({"spec":[]})", R"({"spec":{"resourceAttributes":null}})"}) {
      INFO(plural << " " << body);
      const auto answer = front.ask("POST", std::string("/apis/authorization.k8s.io/v1/") + plural, {}, body);
      CHECK(answer->response.code >= 201);
      CHECK(answer->response.code < 500);
    }
  }
  for (const char* body :
       {"", "{}", R"({"spec":{"token":null}})", R"({"spec":{"token":"x","audiences":null}})",
        R"({"spec":{"token":"x","audiences":[null]}})"}) {
    INFO(body);
    const int code =
        front.ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {}, body)->response.code;
    CHECK((code == 201 || code == 400));
  }
}
