#include "control-plane/authorization/users.h"

#include "control-plane/authorization/default_roles.h"
#include "tests/control-plane/authorization/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::access;

TEST_CASE("Users have the groups that bindings count on") {
  CHECK(account_user("ns", "robot").name == "system:serviceaccount:ns:robot");
  CHECK(account_user("ns", "robot").in_group("system:serviceaccounts:ns"));
  CHECK(node_user("n1").name == "system:node:n1");
  CHECK(node_of(node_user("n1")) == "n1");
  CHECK(node_of(User{"system:node:n1", {Text("system:nodes")}}) == "n1");  // whoever made it
  CHECK(node_of(User{"system:node:n1", {}}).empty());
  CHECK(node_of(known_user("ann", {Text("system:nodes")})).empty());
  CHECK(known_user("ann", {Text("devs")}).groups == List<Text>{Text("devs"), Text("system:authenticated")});
  CHECK(known_user("ann", known_user("ann", {}).groups).groups.size() == 1);
}

TEST_CASE("By default everybody may ask what he may do, and strangers only whether the server is well") {
  Policy policy;
  const RolesAndBindings all = default_roles();
  for (const auto& role : all.roles) policy.set(role);
  for (const auto& binding : all.bindings) policy.set(binding);
  const auto allowed = [&](const User& user, AccessRequest request) {
    request.user = user;
    return policy.authorize(request).allowed;
  };
  const AccessRequest review = ask("", "create", "authorization.k8s.io", "selfsubjectrulesreviews", "");
  CHECK(allowed(known_user("ann", {}), review));
  CHECK(allowed(account_user("ns", "robot"), review));
  CHECK_FALSE(allowed(anonymous_user(), review));
  CHECK(allowed(anonymous_user(), ask_path("", "get", "/readyz")));
  CHECK_FALSE(allowed(node_user("n1"), ask("", "create", "", "events", "ns")));  // a node is no role's
}
