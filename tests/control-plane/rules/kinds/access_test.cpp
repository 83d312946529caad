// Roles and their bindings.
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::update_faults;

namespace {

std::string of(const std::string& kind, const std::string& more, const std::string& metadata = "name: x") {
  return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\nmetadata: {" + metadata + "}\n" +
         more;
}
std::string role(const std::string& rules) {
  return of("Role", "rules: [" + rules + "]\n", "name: x, namespace: d");
}
std::string cluster_role(const std::string& rules) { return of("ClusterRole", "rules: [" + rules + "]\n"); }
std::string binding(const std::string& ref, const std::string& subjects = "") {
  return of("RoleBinding", "roleRef: {" + ref + "}\nsubjects: [" + subjects + "]\n", "name: x, namespace: d");
}
std::string cluster_binding(const std::string& ref, const std::string& subjects = "") {
  return of("ClusterRoleBinding", "roleRef: {" + ref + "}\nsubjects: [" + subjects + "]\n");
}

}  // namespace

TEST_CASE("A rule has verbs, and resources of groups or paths") {
  CHECK(faults(role("{verbs: [get], apiGroups: [''], resources: [pods]}")).empty());
  CHECK(faults(role("{verbs: []}")) ==
        Lines{"rules[0].verbs: Required value: verbs must contain at least one value",
              "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
              "rules[0].resources: Required value: resource rules must supply at least one resource"});
  CHECK(faults(role("{verbs: [get], nonResourceURLs: [/x]}")) ==
        Lines{"rules[0].nonResourceURLs: Invalid value: []string{\"/x\"}: namespaced rules cannot apply to "
              "non-resource URLs"});
  CHECK(faults(cluster_role("{verbs: [get], nonResourceURLs: [/x]}")).empty());
  CHECK(faults(cluster_role("{verbs: [get], nonResourceURLs: [/x], resources: [pods]}")) ==
        Lines{"rules[0].nonResourceURLs: Invalid value: []string{\"/x\"}: rules cannot apply to both regular "
              "resources and non-resource URLs"});
}

TEST_CASE("A role's name is any part of a path; a gathering role says what it gathers") {
  CHECK(faults(of("ClusterRole", "", "name: 'system:x'")).empty());
  CHECK(
      faults(of("ClusterRole", "aggregationRule: {clusterRoleSelectors: []}\n")) ==
      Lines{"aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required "
            "if aggregationRule is non-nil"});
}

TEST_CASE("A binding names a role and subjects; RBAC's own group need not be said") {
  const auto made = to_json(*make::defaulted(binding("kind: Role, name: r", "{kind: User, name: u}")));
  CHECK(made["roleRef"]["apiGroup"] == "rbac.authorization.k8s.io");
  CHECK(made["subjects"][0]["apiGroup"] == "rbac.authorization.k8s.io");
  CHECK(faults(binding("kind: Role, name: r", "{kind: ServiceAccount, name: a}")).empty());
  CHECK(faults(cluster_binding("kind: Role, name: r", "{kind: ServiceAccount, name: a}")) ==
        Lines{"roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\"",
              "subjects[0].namespace: Required value"});
  CHECK(
      faults(binding("kind: X", "{kind: Robot, name: a}")) ==
      Lines{"roleRef.kind: Unsupported value: \"X\": supported values: \"Role\", \"ClusterRole\"",
            "roleRef.name: Required value",
            "subjects[0].kind: Unsupported value: \"Robot\": supported values: \"ServiceAccount\", \"User\", "
            "\"Group\""});
}

TEST_CASE("A binding's role stays, its subjects may change") {
  CHECK(update_faults(cluster_binding("kind: ClusterRole, name: a"),
                      cluster_binding("kind: ClusterRole, name: b")) ==
        Lines{"roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\", "
              "Kind:\"ClusterRole\", Name:\"b\"}: cannot change roleRef"});
  CHECK(update_faults(binding("kind: Role, name: a"), binding("kind: Role, name: a", "{kind: User, name: u}"))
            .empty());
}
