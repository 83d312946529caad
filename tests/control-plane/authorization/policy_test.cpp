#include "control-plane/authorization/policy.h"

#include "control-plane/authorization/default_roles.h"
#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;

TEST_CASE("What no binding gives is not allowed, and the refusal is Kubernetes' sentence") {
  const Policy policy;
  AccessRequest request = ask("x", "list", "", "pods", "default");
  CHECK_FALSE(policy.authorize(request).allowed);
  CHECK(forbidden_text(request) ==
        "pods is forbidden: User \"x\" cannot list resource \"pods\" in API group \"\" in the namespace "
        "\"default\"");
  request = ask("x", "get", "apps", "deployments", "web", "d");
  request.subresource = "scale";
  CHECK(forbidden_text(request) ==
        "deployments.apps \"d\" is forbidden: User \"x\" cannot get resource \"deployments/scale\" in API "
        "group \"apps\" in the namespace \"web\"");
  CHECK(
      forbidden_text(ask("x", "list", "", "nodes", "")) ==
      "nodes is forbidden: User \"x\" cannot list resource \"nodes\" in API group \"\" at the cluster scope");
  CHECK(forbidden_text(ask_path("x", "get", "/metrics")) ==
        "forbidden: User \"x\" cannot get path \"/metrics\"");
}

TEST_CASE("A role is given in the binding's namespace only, a cluster role's binding gives it everywhere") {
  Policy policy;
  policy.set(role("reader", "ns", {rule("get,list", "", "pods")}));
  policy.set(binding("b", "ns", "Role", "reader", {user("ann")}));
  CHECK(policy.authorize(ask("ann", "get", "", "pods", "ns")).reason() ==
        "RBAC: allowed by RoleBinding \"b/ns\" of Role \"reader\" to User \"ann\"");
  CHECK_FALSE(policy.authorize(ask("ann", "get", "", "pods", "other")).allowed);
  CHECK_FALSE(policy.authorize(ask("ann", "get", "", "pods", "")).allowed);
  CHECK_FALSE(policy.authorize(ask("bob", "get", "", "pods", "ns")).allowed);

  policy.set(cluster_role("all-pods", {rule("get", "", "pods")}));
  policy.set(cluster_binding("cb", "all-pods", {group("readers")}));
  AccessRequest request = ask("bob", "get", "", "pods", "");
  request.user.groups = {Text("others"), Text("readers")};
  CHECK(policy.authorize(request).reason() ==
        "RBAC: allowed by ClusterRoleBinding \"cb\" of ClusterRole \"all-pods\" to Group \"readers\"");
  request.namespace_ = "ns";
  CHECK(policy.authorize(request).allowed);
}

TEST_CASE("A RoleBinding gives a ClusterRole's rules in its namespace, to an account by its user name") {
  Policy policy;
  policy.set(cluster_role("view-pods", {rule("get", "", "pods")}));
  policy.set(binding("b", "ns", "ClusterRole", "view-pods", {account("robot", "")}));
  CHECK(policy.authorize(ask("system:serviceaccount:ns:robot", "get", "", "pods", "ns")).reason() ==
        "RBAC: allowed by RoleBinding \"b/ns\" of ClusterRole \"view-pods\" to ServiceAccount \"robot/ns\"");
  CHECK_FALSE(policy.authorize(ask("system:serviceaccount:other:robot", "get", "", "pods", "ns")).allowed);
}

TEST_CASE("What is changed or removed decides at once") {
  Policy policy;
  policy.set(role("r", "ns", {rule("get", "", "pods")}));
  policy.set(binding("b", "ns", "Role", "r", {user("ann"), user("bob")}));
  policy.set(binding("b", "ns", "Role", "r", {user("bob")}));
  CHECK_FALSE(policy.authorize(ask("ann", "get", "", "pods", "ns")).allowed);
  CHECK(policy.authorize(ask("bob", "get", "", "pods", "ns")).allowed);
  policy.set(role("r", "ns", {rule("get", "", "secrets")}));
  CHECK_FALSE(policy.authorize(ask("bob", "get", "", "pods", "ns")).allowed);
  policy.remove(Role::info(), {"ns", "r"});
  CHECK_FALSE(policy.authorize(ask("bob", "get", "", "secrets", "ns")).allowed);
  policy.set(role("r", "ns", {rule("get", "", "secrets")}));
  CHECK(policy.authorize(ask("bob", "get", "", "secrets", "ns")).allowed);
  policy.remove(RoleBinding::info(), {"ns", "b"});
  CHECK_FALSE(policy.authorize(ask("bob", "get", "", "secrets", "ns")).allowed);
}

TEST_CASE("Bindings that name nobody come and go") {
  Policy policy;
  policy.set(binding("empty", "ns", "Role", "r", {}));
  policy.set(binding("b", "ns", "Role", "r", {user("ann"), user("ann")}));
  policy.remove(RoleBinding::info(), {"ns", "b"});
  policy.remove(RoleBinding::info(), {"ns", "empty"});
  policy.remove(RoleBinding::info(), {"ns", "empty"});
  policy.set(role("r", "ns", {rule("get", "", "pods")}));
  CHECK_FALSE(policy.authorize(ask("ann", "get", "", "pods", "ns")).allowed);
}

TEST_CASE("Masters may do everything, even if there is no role at all") {
  AccessRequest request = ask("root", "delete", "", "nodes", "");
  request.user.groups = {Text(kMastersGroup)};
  CHECK(Policy().authorize(request).allowed);
}

TEST_CASE("A rules review lists what is given cluster-wide and in the namespace") {
  Policy policy;
  policy.set(cluster_role("c", {rule("get", "", "nodes")}));
  policy.set(cluster_binding("cb", "c", {user("ann")}));
  policy.set(role("r", "ns", {rule("get", "", "pods"), rule("list", "", "pods")}));
  policy.set(binding("b", "ns", "Role", "r", {user("ann")}));
  CHECK(policy.rules_of({"ann", {}}, "ns").size() == 3);
  CHECK(policy.rules_of({"ann", {}}, "ns")[0].resources[0] == "nodes");
  CHECK(policy.rules_of({"ann", {}}, "").size() == 1);
  CHECK(policy.rules_of({"bob", {}}, "ns").empty());
}
