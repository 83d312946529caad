#include "control-plane/authorization/escalation.h"

#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;

namespace {

// ann may read pods in ns; eve may write roles there, and bind the role "free".
Policy world() {
  Policy policy;
  policy.set(role("reader", "ns", {rule("get,list", "", "pods")}));
  policy.set(binding("b", "ns", "Role", "reader", {user("ann")}));
  policy.set(role("free", "ns", {rule("*", "", "secrets")}));
  policy.set(role("lord", "ns",
                  {rule("escalate", kRbacGroup, "roles"),
                   {{Text("bind")}, {Text(kRbacGroup)}, {Text("roles")}, {Text("free")}, {}}}));
  policy.set(binding("lords", "ns", "Role", "lord", {user("eve")}));
  return policy;
}

const User ann{"ann", {Text("system:authenticated")}}, eve{"eve", {}}, root{"root", {Text(kMastersGroup)}};

}  // namespace

TEST_CASE("A user may grant what he has, and is told what he lacks") {
  const Policy policy = world();
  CHECK(role_write_fault(policy, ann, *role("x", "ns", {rule("get", "", "pods")}), nullptr).ok());
  CHECK(role_write_fault(policy, ann,
                         *role("x", "ns", {rule("get,watch,delete", "", "pods"), rule("get", "", "nodes")}),
                         nullptr)
            .text ==
        "user \"ann\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not "
        "currently held:\n"
        "{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\"]}\n"
        "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"watch\" \"delete\"]}");
  CHECK_FALSE(role_write_fault(policy, ann, *role("x", "other", {rule("get", "", "pods")}), nullptr).ok());
}

TEST_CASE("Masters and those who may escalate grant anything") {
  const Policy policy = world();
  const auto all = role("x", "ns", {rule("*", "*", "*")});
  CHECK(role_write_fault(policy, root, *all, nullptr).ok());
  CHECK(role_write_fault(policy, eve, *all, nullptr).ok());
  CHECK_FALSE(role_write_fault(policy, eve, *cluster_role("x", {rule("*", "*", "*")}), nullptr).ok());
}

TEST_CASE("Nobody but who has all rights lets a role gather others") {
  Policy policy = world();
  const auto gatherer = cluster_role("x", {});
  gatherer->aggregation_rule.edit();
  CHECK(role_write_fault(policy, ann, *gatherer, nullptr).text ==
        "must have cluster-admin privileges to use the aggregationRule");
  policy.set(cluster_role("cluster-admin", {rule("*", "*", "*"), path_rule("*", "*")}));
  policy.set(cluster_binding("admins", "cluster-admin", {user("ann")}));
  CHECK(role_write_fault(policy, ann, *gatherer, nullptr).ok());
}

TEST_CASE("A role is bound by who may bind it, or has its rights") {
  const Policy policy = world();
  CHECK(binding_write_fault(policy, ann, *binding("n", "ns", "Role", "reader", {user("bob")}), nullptr).ok());
  CHECK_FALSE(binding_write_fault(policy, ann, *binding("n", "ns", "Role", "free", {}), nullptr).ok());
  CHECK(binding_write_fault(policy, eve, *binding("n", "ns", "Role", "free", {}), nullptr).ok());
  CHECK_FALSE(binding_write_fault(policy, eve, *binding("n", "ns", "Role", "reader", {}), nullptr).ok());
  CHECK(binding_write_fault(policy, ann, *binding("n", "ns", "Role", "none", {}), nullptr).missing);
  CHECK(binding_write_fault(policy, root, *binding("n", "ns", "Role", "none", {}), nullptr).ok());
}

TEST_CASE("The garbage collector lets go of roles whose rights it lacks") {
  const Policy policy = world();
  const auto old = role("x", "ns", {rule("*", "*", "*")});
  old->metadata.finalizers = {Text("foregroundDeletion")};
  const auto fresh = copy(*old);
  fresh->metadata.finalizers.clear();
  CHECK(role_write_fault(policy, ann, *fresh, old.get()).ok());
  fresh->metadata.labels.set("a", "b");
  CHECK_FALSE(role_write_fault(policy, ann, *fresh, old.get()).ok());
}
