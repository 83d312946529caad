#include "control-plane/authorization/default_roles.h"

#include <algorithm>
#include <set>

#include "control-plane/authorization/aggregation.h"
#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;

namespace {

Policy defaults() {
  Policy policy;
  const RolesAndBindings all = default_roles();
  for (const auto& role : all.roles) policy.set(role);
  for (const auto& binding : all.bindings) policy.set(binding);
  return policy;
}

AccessRequest as_member(AccessRequest request, const char* group_name) {
  request.user.groups = {Text(group_name)};
  return request;
}

}  // namespace

TEST_CASE("The default roles are read from their table, each once, and each binding has its role") {
  const RolesAndBindings all = default_roles();
  std::set<std::string> names;
  for (const auto& role : all.roles) {
    INFO(role->metadata.name.view());
    CHECK(names.insert(role->metadata.name.str()).second);
    CHECK(role->metadata.labels.get("kubernetes.io/bootstrapping") == "rbac-defaults");
    CHECK_FALSE(role->rules.empty());
    for (const PolicyRule& rule : role->rules) {
      CHECK_FALSE(rule.verbs.empty());
      CHECK(rule.api_groups.empty() == !rule.non_resource_urls.empty());
      CHECK(rule.api_groups.empty() == rule.resources.empty());
    }
  }
  for (const char* known : {"cluster-admin", "admin", "edit", "view", "system:basic-user", "system:discovery",
                            "system:public-info-viewer", "system:node", "system:node-bootstrapper",
                            "system:kube-scheduler", "system:kube-controller-manager"}) {
    CHECK(names.contains(known));
  }
  for (const auto& binding : all.bindings) {
    INFO(binding->metadata.name.view());
    CHECK(names.contains(binding->role_ref.name.str()));
    CHECK(binding->subjects.empty() == (binding->metadata.name == "system:node"));
  }
}

TEST_CASE("Every controller has a role and a binding of its own, and kube-system some roles") {
  const RolesAndBindings all = default_roles();
  Policy policy = defaults();
  for (const auto& one : all.namespaced_roles) policy.set(one);
  for (const auto& one : all.namespaced_bindings) policy.set(one);
  const auto may = [&](const char* who, const char* verb, const char* api_group, const char* resource,
                       const char* space, const char* name = "") {
    return policy.authorize(ask(who, verb, api_group, resource, space, name)).allowed;
  };
  const char* replica_sets = "system:serviceaccount:kube-system:replicaset-controller";
  CHECK(may(replica_sets, "create", "", "pods", "ns"));
  CHECK(may(replica_sets, "patch", "events.k8s.io", "events", "ns"));
  CHECK_FALSE(may(replica_sets, "create", "apps", "replicasets", "ns"));
  CHECK(all.namespaced_roles.size() == 7);
  CHECK(all.namespaced_bindings.size() == 7);
  const char* reader = "extension-apiserver-authentication";
  CHECK(may("system:kube-scheduler", "get", "", "configmaps", "kube-system", reader));
  CHECK_FALSE(may("system:kube-scheduler", "get", "", "configmaps", "default", reader));
}

TEST_CASE("The rules of the nodes are those of their role") {
  const RolesAndBindings all = default_roles();
  const auto found =
      std::ranges::find_if(all.roles, [](const auto& role) { return role->metadata.name == "system:node"; });
  CHECK(default_node_rules() == (*found)->rules);
}

TEST_CASE("A default that lost something gets it back, unless somebody wants it left alone") {
  const RolesAndBindings all = default_roles();
  const auto found = std::ranges::find_if(
      all.roles, [](const auto& role) { return role->metadata.name == "system:basic-user"; });
  const ClusterRole& wanted = **found;
  CHECK_FALSE(completed_default(wanted, wanted));
  const Ref<ClusterRole> robbed = copy(wanted);
  robbed->rules = {wanted.rules[1], rule("get", "", "pods")};
  const Ref<Object> whole = completed_default(wanted, *robbed);
  REQUIRE(whole);
  CHECK(static_cast<const ClusterRole&>(*whole).rules.size() == 4);
  robbed->metadata.annotations.set("rbac.authorization.kubernetes.io/autoupdate", "false");
  CHECK_FALSE(completed_default(wanted, *robbed));
}

TEST_CASE("A binding of the user's own to admin, edit or view gives what these gather") {
  Policy policy = defaults();
  policy.set(binding("v", "ns", "ClusterRole", "view", {user("viewer")}));
  policy.set(binding("e", "ns", "ClusterRole", "edit", {user("editor")}));
  policy.set(binding("a", "ns", "ClusterRole", "admin", {user("admin")}));
  const auto may = [&](const char* who, const char* verb, const char* api_group, const char* resource) {
    return policy.authorize(ask(who, verb, api_group, resource, "ns")).allowed;
  };
  CHECK(may("viewer", "list", "", "pods"));
  CHECK_FALSE(may("viewer", "list", "", "secrets"));
  CHECK_FALSE(may("viewer", "create", "", "pods"));
  CHECK(may("editor", "list", "", "secrets"));
  CHECK(may("editor", "create", "apps", "deployments"));
  CHECK_FALSE(may("editor", "create", kRbacGroup, "roles"));
  CHECK(may("admin", "create", kRbacGroup, "rolebindings"));
  CHECK(may("admin", "watch", "", "pods"));
  CHECK_FALSE(may("admin", "update", "", "resourcequotas"));
  CHECK_FALSE(policy.authorize(ask("admin", "list", "", "pods", "other")).allowed);
}

TEST_CASE("Components and everybody have what they need, and no more") {
  const Policy policy = defaults();
  const auto allowed = [&](const AccessRequest& request) { return policy.authorize(request).allowed; };
  CHECK(allowed(ask("system:kube-scheduler", "create", "", "bindings", "ns")));
  CHECK(allowed(ask("system:kube-scheduler", "update", "coordination.k8s.io", "leases", "kube-system",
                    "kube-scheduler")));
  CHECK_FALSE(
      allowed(ask("system:kube-scheduler", "update", "coordination.k8s.io", "leases", "kube-system", "x")));
  CHECK(allowed(ask("system:kube-controller-manager", "watch", "any.group", "things", "")));
  CHECK_FALSE(allowed(ask("system:kube-controller-manager", "delete", "apps", "deployments", "ns")));
  CHECK_FALSE(allowed(as_member(ask("system:node:n1", "patch", "", "nodes", "", "n1"), "system:nodes")));
  const char* everybody = "system:authenticated";
  CHECK(allowed(
      as_member(ask("ann", "create", "authorization.k8s.io", "selfsubjectaccessreviews", ""), everybody)));
  CHECK(allowed(as_member(ask_path("ann", "get", "/apis/apps/v1"), everybody)));
  CHECK_FALSE(allowed(as_member(ask_path("ann", "get", "/metrics"), everybody)));
  CHECK(allowed(as_member(ask_path("", "get", "/version"), "system:unauthenticated")));
  CHECK_FALSE(allowed(as_member(ask_path("", "get", "/apis"), "system:unauthenticated")));
}

TEST_CASE("A role gathers the rules of those it selects, each once, in the order of their names") {
  const auto gatherer = cluster_role("all", {});
  LabelSelector selector;
  selector.match_labels.set("part", "yes");
  gatherer->aggregation_rule.edit().cluster_role_selectors = {selector, selector};
  gatherer->metadata.labels.set("part", "yes");
  const auto b = cluster_role("b", {rule("get", "", "pods"), rule("get", "", "nodes")});
  const auto a = cluster_role("a", {rule("get", "", "pods")});
  const auto other = cluster_role("c", {rule("*", "*", "*")});
  for (const auto& part : {a, b}) part->metadata.labels.set("part", "yes");
  CHECK(aggregated_rules(*gatherer, {gatherer, b, other, a}) ==
        List<PolicyRule>{rule("get", "", "pods"), rule("get", "", "nodes")});
}
