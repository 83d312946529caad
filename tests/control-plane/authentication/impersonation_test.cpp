// Acting as somebody else takes a right for each thing that is claimed.
#include "control-plane/authentication/impersonation.h"

#include "control-plane/authorization/users.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("Nothing is asked for without the headers, and a group alone makes no sense") {
  const User ann = known_user("ann", {});
  CHECK_FALSE(read_impersonation({{"user-agent", "x"}}, ann));
  CHECK(read_impersonation({{"user-agent", "x"}}, ann).error.empty());
  CHECK_FALSE(read_impersonation({{"impersonate-group", "devs"}}, ann).error.empty());
}

TEST_CASE("Each of user, groups, extra and uid needs the verb impersonate") {
  const User ann = known_user("ann", {});
  const Impersonation all = read_impersonation({{"impersonate-user", "bob"},
                                                {"impersonate-group", "devs"},
                                                {"impersonate-uid", "7"},
                                                {"impersonate-extra-acme.com%2fproject", "x"}},
                                               ann);
  REQUIRE(all);
  CHECK(all.user.name == "bob");
  CHECK(all.user.groups == List<Text>{Text("devs"), Text("system:authenticated")});
  CHECK(all.user.find_extra("acme.com/project")->front() == "x");
  REQUIRE(all.needed.size() == 4);
  CHECK(forbidden_text(all.needed[0]) ==
        "users \"bob\" is forbidden: User \"ann\" cannot impersonate resource \"users\" in API group \"\" at "
        "the "
        "cluster scope");
  CHECK(all.needed[1].resource == "groups");
  CHECK(all.needed[2].full_resource() == "userextras/acme.com/project");
  CHECK(all.needed[3].resource == "uids");
  CHECK(all.needed[3].group == "authentication.k8s.io");
}

TEST_CASE("A service account is one of its namespace, and brings its groups") {
  const Impersonation robot =
      read_impersonation({{"impersonate-user", "system:serviceaccount:ns:robot"}}, known_user("ann", {}));
  REQUIRE(robot.needed.size() == 1);
  CHECK(robot.needed[0].resource == "serviceaccounts");
  CHECK(robot.needed[0].namespace_ == "ns");
  CHECK(robot.needed[0].name == "robot");
  CHECK(robot.user.in_group("system:serviceaccounts:ns"));
}
