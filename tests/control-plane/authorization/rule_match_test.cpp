#include "control-plane/authorization/rule_match.h"

#include "control-plane/authorization/rule_text.h"
#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;

namespace {

bool allowed(const PolicyRule& rule, AccessRequest request, std::string_view subresource = "") {
  request.subresource = subresource;
  return allows(rule, request);
}

}  // namespace

TEST_CASE("A rule allows its verbs on its resources of its groups") {
  const PolicyRule one = rule("get,list", "apps", "deployments");
  CHECK(allowed(one, ask("u", "get", "apps", "deployments", "ns")));
  CHECK_FALSE(allowed(one, ask("u", "watch", "apps", "deployments", "ns")));
  CHECK_FALSE(allowed(one, ask("u", "get", "", "deployments", "ns")));
  CHECK_FALSE(allowed(one, ask("u", "get", "apps", "replicasets", "ns")));
  CHECK(allowed(rule("*", "*", "*"), ask("u", "anything", "any.group", "things", ""), "status"));
}

TEST_CASE("A subresource is named with its resource, by a star before it, or by a star alone") {
  const AccessRequest log = ask("u", "get", "", "pods", "ns");
  CHECK_FALSE(allowed(rule("get", "", "pods"), log, "log"));
  CHECK(allowed(rule("get", "", "pods/log"), log, "log"));
  CHECK_FALSE(allowed(rule("get", "", "pods/log"), log));
  CHECK(allowed(rule("get", "", "*/log"), log, "log"));
  CHECK_FALSE(allowed(rule("get", "", "*/scale"), log, "log"));
  CHECK_FALSE(allowed(rule("get", "", "*/log"), log));
}

TEST_CASE("A rule with names allows only requests for these") {
  const PolicyRule named = named_rule("get,list", "secrets", "a,b");
  CHECK(allowed(named, ask("u", "get", "", "secrets", "ns", "b")));
  CHECK_FALSE(allowed(named, ask("u", "get", "", "secrets", "ns", "c")));
  CHECK_FALSE(allowed(named, ask("u", "list", "", "secrets", "ns")));
}

TEST_CASE("A path is named exactly, or by its beginning and a star") {
  const PolicyRule paths = path_rule("get", "/healthz,/api/*");
  CHECK(allows(paths, ask_path("u", "get", "/healthz")));
  CHECK_FALSE(allows(paths, ask_path("u", "get", "/healthz/etcd")));
  CHECK(allows(paths, ask_path("u", "get", "/api/v1")));
  CHECK_FALSE(allows(paths, ask_path("u", "get", "/api")));
  CHECK_FALSE(allows(paths, ask_path("u", "post", "/healthz")));
  CHECK(allows(path_rule("*", "*"), ask_path("u", "put", "/anything")));
  CHECK_FALSE(allows(rule("*", "*", "*"), ask_path("u", "get", "/healthz")));
}

TEST_CASE("Rights are covered together, part by part") {
  const std::vector<PolicyRule> held = {rule("get", "", "pods,services"), rule("list", "", "pods"),
                                        named_rule("get", "secrets", "a"), path_rule("get", "/api/*")};
  CHECK(uncovered(held, {rule("get,list", "", "pods")}).empty());
  CHECK(uncovered(held, {named_rule("get", "pods", "x")}).empty());
  CHECK(uncovered(held, {named_rule("get", "secrets", "a")}).empty());
  CHECK(uncovered(held, {path_rule("get", "/api/v1,/api/*")}).empty());
  CHECK(uncovered(held, {rule("get", "", "secrets")}).size() == 1);
  CHECK(uncovered(held, {rule("get,list", "", "pods,services")}).size() == 1);
  CHECK(uncovered(held, {path_rule("get", "/apis")}).size() == 1);
  CHECK(uncovered(held, {rule("*", "", "pods")}).size() == 1);
  CHECK(uncovered({rule("get", "", "*/log")}, {rule("get", "", "pods/log")}).empty());
}

TEST_CASE("Parts that differ in the verb alone are told as one rule") {
  const auto parts = uncovered({}, {rule("get,list", "", "pods"), named_rule("get", "secrets", "a"),
                                    path_rule("get", "/x"), rule("get", "", "pods")});
  std::vector<std::string> texts;
  for (const PolicyRule& rule : compact(parts)) texts.push_back(rule_text(rule));
  CHECK(texts == std::vector<std::string>{
                     "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}",
                     "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"a\"], Verbs:[\"get\"]}",
                     "{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}"});
}
